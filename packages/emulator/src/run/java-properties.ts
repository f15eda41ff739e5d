/**
 * The system properties (`-Dname=value`) that `JAVA_TOOL_OPTIONS` sets, as the JVM reads it: words between spaces, quotes of both kinds anywhere in
 * them, nothing escapes anything, the last of a name counts.
 */
export function javaProperties(options: string): ReadonlyMap<string, string> {
  const words = options.match(/(?:"[^"]*"|'[^']*'|[^ \t\n\v\f\r"'])+/g) ?? [];
  const properties = words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2')).filter((word) => word.startsWith('-D'));
  return new Map(
    properties.map((property) => {
      const [name = '', ...value] = property.slice('-D'.length).split('=');
      return [name, value.join('=')];
    }),
  );
}
