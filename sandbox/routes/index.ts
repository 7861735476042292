/** Every route of the sandbox. A new endpoint is a file here and a line below. */
import type { Endpoint } from '../endpoint';
import { badgeReadRoutes } from './badges-read';
import { badgeWriteRoutes } from './badges-write';
import { claimRoutes } from './claims';
import { customFieldRoutes } from './custom-fields';
import { customerBadgeRoutes } from './customer-badge';
import { customerLookupRoutes } from './customer-lookup';
import { customerReadRoutes } from './customer-read';
import { decisionRoutes } from './decisions';
import { fixedWindowRoutes } from './fixed-windows';
import { earningRoutes } from './earning';
import { enrollingRoutes } from './enrolling';
import { groupRoutes } from './groups';
import { requestRoutes } from './requests';
import { revokingRoutes } from './revoking';
import { tokenRoutes } from './token';
import { webHookRoutes } from './web-hooks';

export const ENDPOINTS: readonly Endpoint[] = [
	...tokenRoutes,
	...badgeReadRoutes,
	...badgeWriteRoutes,
	...fixedWindowRoutes,
	...claimRoutes,
	...earningRoutes,
	...enrollingRoutes,
	...revokingRoutes,
	...customerReadRoutes,
	...customerBadgeRoutes,
	...customerLookupRoutes,
	...groupRoutes,
	...customFieldRoutes,
	...requestRoutes,
	...decisionRoutes,
	...webHookRoutes,
];
