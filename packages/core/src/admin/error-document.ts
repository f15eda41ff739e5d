import { membersOf, text, type JsonReader } from './json-reader.ts';

/** An error as the JSON interfaces answer it (protocol reference §6.4). */
export interface JsonErrorDocument {
  readonly RequestId: string;
  readonly HostId: string;
  readonly Code: string;
  readonly Message: string;
}

export const jsonErrorDocument: JsonReader<JsonErrorDocument> = membersOf({ RequestId: text, HostId: text, Code: text, Message: text });
