export * from './canonical-acs3.ts';
export * from './canonical-rpc.ts';
export * from './parse-rpc-claim.ts';
export * from './rpc-claim.ts';
export * from './rpc-parameters.ts';
export * from './sign-acs3.ts';
export * from './sign-rpc.ts';
export * from './verify-rpc-claim.ts';
