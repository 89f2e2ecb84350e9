// A worker's composition root: physical, runtime, connectors and platform; no SQL, no optimizer.
import { findConnector } from './connectors/index.ts';
import { defaultPlatform } from './platform/default.ts';
import { addOperators } from './physical/operators/index.ts';
import { STATEFUL_OPERATORS } from './physical/operators/stateful.ts';
import { workerPort } from './platform/worker-port.ts';
import { serveWorker } from './runtime/remote-worker.ts';

addOperators(STATEFUL_OPERATORS);
serveWorker(workerPort(), defaultPlatform(), findConnector);
