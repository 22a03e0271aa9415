/** Values that a statement asks for at once. */
const A_QUERY = 500;

/** Reads rows for many values, some at a time. */
export async function inChunks<Row>(
  values: readonly string[],
  read: (some: readonly string[], places: string) => Promise<Row[]>,
): Promise<Row[]> {
  const distinct = [...new Set(values)];
  const rows: Row[] = [];
  for (let start = 0; start < distinct.length; start += A_QUERY) {
    const some = distinct.slice(start, start + A_QUERY);
    rows.push(...(await read(some, some.map(() => '?').join(','))));
  }
  return rows;
}
