/** What follows the list of options in `sse-emulator --help`. */
export const helpExamples = `
A flag wins over its environment variable. Two variables have no flag, because command lines can be read by others:
  SSE_EMULATOR_ACCESS_KEY_ID, SSE_EMULATOR_ACCESS_KEY_SECRET   both or none; without them the server makes a pair and keeps it

Examples:
  sse-emulator                                    serve ./.sse/data on http://127.0.0.1:9677
  sse-emulator --port 0 --data /var/lib/sse/data  another folder, any free port (printed when ready)
  sse-emulator --workers 4 --host 0.0.0.0         all cores, reachable from other machines
  sse-emulator --tls-cert cert.pem --tls-key key.pem --domain oss.example.com
  sse-emulator --tls self                         https, under an authority of its own; prints how programs trust it
  sse-emulator --config sse.yaml                  with the users, policies, keys and buckets that the file declares
  sse-emulator run -- python put.py               a program with the vendor's host names in it, unmodified
  sse-emulator keys create --alias invoices       a key for SSE-KMS, to be named in a bucket's rule
`;

/** What follows the list of commands in `sse-emulator keys --help`. */
export const keysHelp = `
Examples:
  sse-emulator keys rotate                        a new master key; objects stay as they are
  sse-emulator keys list --data /var/lib/sse/data
  sse-emulator keys disable alias/invoices        reads and writes under this key fail until it is enabled
`;
