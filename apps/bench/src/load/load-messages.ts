import type { LoadOutcome, LoadPhase } from './load-phase.ts';

/** What the load process is sent. */
export type ToLoad = LoadPhase;

/** What it answers, once for each phase. */
export type FromLoad = { readonly outcome: LoadOutcome } | { readonly failure: string };
