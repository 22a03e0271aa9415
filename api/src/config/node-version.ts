const NEEDED = { major: 24, minor: 15 };

/**
 * @param version of Node, as in `process.versions.node`
 * @returns one sentence that says what to do, or undefined when the version will do
 */
export function checkNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor)) return undefined;
  const needed = `${String(NEEDED.major)}.${String(NEEDED.minor)}`;
  return `Linewatch needs Node ${needed} or newer, and this is ${version}: start it with npm start, which brings its own.`;
}
