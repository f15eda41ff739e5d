const aliasPattern = /^alias\/[A-Za-z0-9_\-/]{1,200}$/;

/** Whether a name, with its `alias/`, can be given to a key; those under `alias/acs/` are the services' own. */
export function isAliasName(text: string): boolean {
  return aliasPattern.test(text) && !text.startsWith('alias/acs/');
}
