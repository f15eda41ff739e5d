/** What `pnpm bench --help` prints. */
export const helpText = `Usage: pnpm bench [options]
       pnpm bench --compare before.json after.json

Puts load on the server's own program and measures it from outside. Without options: put and get, 4 KiB and 64 MiB, every kind of
encryption, 1, 16 and 64 connections, 1 and 2 workers; about 20 minutes and up to 9 GiB of disk at a time.

  --quick               a few short cells, to see that everything works
  --five-gib            one put and one get of 5 GiB for each kind of encryption
  --eight-uploads       eight clients upload 1 GiB each in parts of 8 MiB, AES256; bytes and CRC-64 are checked at the end
  --ops put,get,upload  only these; so do the next four
  --sizes 4KiB,64MiB
  --modes none,AES256,KMS,SM4
  --connections 1,16,64
  --workers 1,2
  --seconds N           how long each cell is measured (5)
  --against FOLDER      measures each cell on the server of this other checkout too, and compares
  --profile FOLDER      keeps CPU profiles of the server, one folder for each cell, and prints where the time went
  --folder FOLDER       where data folders are made (the system's temporary folder)
  --out FILE            the result file (apps/bench/results/<time>-<commit>.json)
  --compare             prints two result files side by side

Exit code 0: no errors, and every figure is there. 1: something is wrong. 2: the command line is.
`;
