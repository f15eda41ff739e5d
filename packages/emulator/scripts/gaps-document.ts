import { OPERATION_NAMES, OPERATIONS, type OperationEntry } from '@sse/core';
import { HANDLERS } from '../src/operations/handlers.ts';

/** The text of docs/gaps.md: every operation of the table, served or not, and the notes that people wrote. */
export function gapsDocument(notes: string): string {
  const served = OPERATION_NAMES.filter((name) => HANDLERS[name] !== undefined);
  const missing = OPERATION_NAMES.filter((name) => HANDLERS[name] === undefined);
  return [
    '# Gaps, choices and differences\n',
    '<!-- Written by `pnpm gaps` from the operation table and docs/gaps-notes.md; a test keeps it up to date. -->\n',
    `The operation table knows ${OPERATION_NAMES.length} operations of the service; ${served.length} are served.`,
    'Every other one answers a `NotImplemented` error with its name, never a success.\n',
    '## Operations that are served\n',
    table(served),
    `\n${notes}`,
    '## Operations that are not served\n',
    table(missing),
    '',
  ].join('\n');
}

function table(names: typeof OPERATION_NAMES): string {
  const rows = names.map((name) => {
    const { method, level, doc, query = [] }: OperationEntry = OPERATIONS[name];
    const terms = query.map((term) => (typeof term === 'string' ? term : `${term[0]}=${term.slice(1).join('/')}`)).join('&');
    return `| ${name} | ${method} ${level}${terms === '' ? '' : ` \`?${terms}\``} | ${doc} |`;
  });
  return ['| operation | request | what it does |', '|---|---|---|', ...rows].join('\n');
}
