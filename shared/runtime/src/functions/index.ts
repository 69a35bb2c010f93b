export type { FunctionDefinition, Handler, HandlerContext, Invocation, Outlets } from './composed';
export { directFunction, type Skipped } from './direct-function';
export { httpFunction, problemResult, type HttpResult } from './http-function';
export { streamFunction, type StreamEvent } from './stream-function';
