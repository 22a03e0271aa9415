/** The samples of an exposition by their name with labels, such as `jobs_total{outcome="done"}`. */
export function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** Asks for the metrics of this port of this machine. */
export async function scrape(port: number): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/metrics`, { headers: { Connection: 'close' } });
  if (answer.status !== 200) throw new Error(`the metrics were answered with ${String(answer.status)}`);
  return samplesOf(await answer.text());
}
