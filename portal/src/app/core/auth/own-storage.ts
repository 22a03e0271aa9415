const OWN = 'linewatch.own.';

/** The name under which this browser keeps something that a person wrote, apart from whoever else uses it. */
export function ownKey(userId: string, what: string): string {
  return `${OWN}${userId}.${what}`;
}

/** Removes what people wrote and did not send. Language and colours stay: they are of the browser. */
export function forgetOwn(storage: Storage): void {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  for (const name of names) if (name?.startsWith(OWN) === true) storage.removeItem(name);
}
