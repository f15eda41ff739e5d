export * from './admin-operations.ts';
export * from './entity-documents.ts';
export * from './error-document.ts';
export * from './explain-documents.ts';
export { listOf, membersOf, readJson, type JsonObject, type JsonReader } from './json-reader.ts';
