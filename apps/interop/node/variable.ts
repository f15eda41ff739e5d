/** An environment variable that the runner sets; throws where it is not set. */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; run the checks with pnpm interop ali-oss`);
  return value;
}
