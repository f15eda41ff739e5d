import type { Command } from 'commander';
import type { RunFlags } from './run-settings.ts';
import type { RunProgram } from './run-command.ts';

/** Adds `run`'s own options and arguments to its command; `run` gets them. */
export function addRunOptions(command: Command, run: (flags: RunFlags, program: RunProgram) => Promise<void>): void {
  command
    .description("run a program whose connections to the vendor's host names come to an emulator, and end with its exit code")
    .argument('<program>', 'on the PATH, or a path; everything behind it, best after --, is its own')
    .argument('[arguments...]')
    .passThroughOptions()
    .option('--data <folder>', 'data folder of the emulator; without it, a temporary one')
    .option('--port <number>', "port of the emulator's plain HTTP on 127.0.0.1, for others than the program; without it, a free one")
    .option('--bucket <name>', 'make this bucket first; repeatable', (text, former: string[] | undefined) => [...(former ?? []), text])
    .option('--endpoint <url>', 'join the server there instead; its credentials come from the environment')
    .option('--keep', 'let the emulator go on, with its data, when the program has ended; tells how to reach and end it')
    .option('--proxy', 'intercept by a proxy, as where Linux namespaces are not to be had')
    .option('--block-others', "refuse connections to other hosts than the vendor's and this machine")
    .option('--require-encryption', 'refuse writes that would be stored unencrypted')
    .option('--report <file>', 'write what the program did to a file, as JSON')
    .addHelpText('after', runHelp)
    .action((program: string, args: string[], flags: RunFlags) => run(flags, { program, args }));
}

const runHelp = `
Exit codes: the program's own, 128 + n where signal n ended it; 126 it cannot be executed, 127 it is not found; 1 and 2 as sse-emulator's;
1 in place of 0 where --keep could not be done, or --report not be written.

Examples:
  sse-emulator run -- python put.py
  sse-emulator run --bucket examplebucket --report run.json -- node upload.js --verbose
  sse-emulator run --config sse.yaml --require-encryption --block-others -- ./integration-tests.sh
  sse-emulator run --keep --port 9677 -- python put.py
`;
