import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ram } from '../domain/ram/ram.ts';
import type { LocatedConfig } from '../config/declared-config.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { OrderedStore } from '../ports/ordered-store.ts';
import type { Observe } from '../pipeline/served-request.ts';
import type { Logger } from './logger.ts';

/** The key pair that the server's own (root) user signs requests with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** The pair that a node answers to. */
export interface RootCredentials extends Credentials {
  /** Who made it: the server, or the operator, now or at a former start; a secret that was given is never shown. */
  readonly origin: 'generated' | 'given';
}

/** What the operator can do to the keys of a data folder, besides what the protocol offers. */
export interface NodeAdmin {
  /** Users, groups, managed policies, roles and access keys. */
  readonly ram: Ram;
  /** Makes a new master key and rewraps every bucket key with it: `rewrapped` of them; resolves when both are durable. */
  rotateMasterKey(): Promise<{ readonly version: number; readonly rewrapped: number }>;
  /** Makes a key for SSE-KMS, with an alias (`alias/…`) where one is given. */
  createKey(options: { readonly alias?: string }): Promise<{ readonly keyId: string }>;
  listKeys(): Promise<readonly { readonly keyId: string; readonly state: string; readonly aliases: readonly string[] }[]>;
  /** `keyRef` is a key id or an alias. */
  setKeyState(keyRef: string, state: 'Enabled' | 'Disabled'): Promise<void>;
}

/** One process's share of the server: answers requests against a store, blobs and keys that others may share. */
export interface EmulatorNode {
  /** Handles one request to its end; never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Handles one request whose client waits for `100 Continue` before it sends the body; never throws. */
  handleContinue(request: IncomingMessage, response: ServerResponse): void;
  readonly credentials: RootCredentials;
  readonly admin: NodeAdmin;
  /** One round of background work (expired intents, trash). */
  sweep(): Promise<void>;
  /** One round over the lifecycle rules of all buckets; ends early when the signal says so. */
  applyLifecycle(signal: AbortSignal): Promise<void>;
  /** Ends the node. Store and blobs stay open: whoever opened them closes them afterwards. */
  close(): Promise<void>;
}

export interface NodeOptions {
  readonly store: OrderedStore;
  readonly blobs: BlobStore;
  /** 32 bytes. The node keeps a copy; the caller wipes them afterwards. */
  readonly rootKey: Uint8Array;
  readonly region: string;
  /** Whether a V4 signature for another region is refused. */
  readonly strictRegion: boolean;
  /** Absent: those kept in the store, made on first use. */
  readonly credentials?: Credentials;
  /** Host names under which `<bucket>.<name>` addresses a bucket, besides those that always do. Lower case. */
  readonly baseDomains: readonly string[];
  /** Bucket names by host name in lower case, without port. */
  readonly cnames: Readonly<Record<string, string>>;
  /** What is declared of the account, its users, keys and buckets; applied before the node is there. Given to one process of a server only. */
  readonly config?: LocatedConfig;
  /** Requests that run at the same time; default 1,000. */
  readonly maxRequests?: number;
  /** Whether writes that would store bytes unencrypted are refused, whatever policies say; default false. */
  readonly requireEncryption?: boolean;
  /** Is told of every request once it was answered. */
  readonly observe?: Observe;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type OpenNode = (options: NodeOptions) => Promise<EmulatorNode>;
