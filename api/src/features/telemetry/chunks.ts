/** Cuts a list into pieces of at most `size`, so that a statement stays far below what a driver takes. */
export function toChunks<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
