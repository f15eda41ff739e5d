import type { Environment } from '../server/read-settings.ts';
import type { ChildWorld } from './child-environment.ts';
import type { ProcessMark } from './marked-processes.ts';
import { mergedTrustStore } from './merged-trust-store.ts';
import { mergedTrust } from './merged-trust.ts';
import type { RunServer } from './open-run-server.ts';
import { pythonPreload } from './python-preload.ts';

/** How the connections of a program to the vendor's names come to the server: whatever does that gives the program's environment. */
export interface Interception {
  readonly environment: Readonly<Record<string, string>>;
  /** By which the program and what it starts are found: a variable of `environment`, and the network that they are in, where it is theirs alone. */
  readonly mark: ProcessMark;
  /** The command line that runs another where its connections are intercepted; absent: the line itself. */
  readonly command?: (line: readonly string[], workingFolder: string) => readonly string[];
  close(): Promise<void>;
}

export interface InterceptionOptions {
  readonly server: RunServer;
  /** That the program would have otherwise. */
  readonly environment: Environment;
  readonly region: string;
  /** For files that are gone after the run. */
  readonly folder: string;
  /** For those of them that programs of other users may read. */
  readonly sharedFolder: string;
  readonly blockOthers: boolean;
  readonly refusedHost: (host: string) => void;
}

/** What a program is told of the server, in every way of interception. */
export async function serverWorld({ server, environment, region, sharedFolder }: InterceptionOptions): Promise<Omit<ChildWorld, 'mark'>> {
  const trust = await mergedTrust(environment, server.trust, sharedFolder);
  const trustStore = await mergedTrustStore(environment, server.trust, sharedFolder);
  const python = await pythonPreload(sharedFolder, server.trust.bundle);
  return { trust, trustStore, python, region, credentials: server.credentials };
}
