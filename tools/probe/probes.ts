/** Every question that the probe asks, in the order in which it asks them. */
import { headerProbes } from './reads/headers';
import { listProbes } from './reads/lists';
import { listRowProbes } from './reads/listRows';
import { refusalProbes } from './reads/refusals';
import { recordProbes } from './reads/records';
import { signInProbes } from './reads/signIn';
import type { Probe, Unseen } from './types';
import { batchProbes } from './writes/batches';
import { idProbes, lateIdProbes } from './writes/ids';
import { grantAnswerProbes } from './writes/grantAnswers';
import { ruleProbes } from './writes/rules';
import { sizeProbes } from './writes/size';
import { lateViewProbes, viewProbes } from './writes/views';

/** Reads first. A second customer is given nothing before the batches are asked about. */
export const PROBES: readonly Probe[] = [
	...signInProbes,
	...headerProbes,
	...refusalProbes,
	...listProbes,
	...listRowProbes,
	...recordProbes,
	...grantAnswerProbes,
	...viewProbes,
	...batchProbes,
	...sizeProbes,
	...idProbes,
	...lateViewProbes,
	...ruleProbes,
	...lateIdProbes,
];

/** What cannot be seen from outside, each with the reason. */
export const UNSEEN: readonly Unseen[] = [
	{
		id: 'late-refusal',
		question: 'Is a request refused now and then that another time is carried out?',
		documents: 'Nothing',
		assumes: 'It may be, also after its ID was noted: a new ID is drawn then',
		matters: 'No: it is a refusal like any other',
		habits: ['late-refusal'],
		reason:
			'A refusal that depends on nothing in the request cannot be told from one by a rule that the probe does not know',
	},
	{
		id: 'second-approval',
		question: 'What does a second approval of the same request do?',
		documents: 'Code 2002: it was decided before',
		assumes: 'It may carry it out again, so a decision is never repeated blindly',
		matters: 'An answer that was lost has to be looked up with _Get_',
		habits: [],
		reason:
			'An approval issues a badge under the login that the request holds, which a probe has no right to',
	},
	{
		id: 'dates-without-zone',
		question: 'In which time zone is a date without one?',
		documents: 'Not said; times with a zone are shown',
		assumes: "The workflow's, and it is sent with its zone",
		matters: 'No',
		habits: [],
		reason: 'The node sends no date without a zone',
	},
];
