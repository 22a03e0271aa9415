import { request } from 'node:http';

/** The samples of an exposition by their name with labels, such as `traps_total{outcome="HINT"}`. */
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
  const answer = await ask(port, 'GET', '/metrics');
  if (answer.status !== 200) throw new Error(`the metrics were answered with ${String(answer.status)}`);
  return samplesOf(answer.text);
}

/** One request with a path exactly as it is given. */
export function ask(
  port: number,
  method: string,
  path: string,
): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text });
      });
    });
    asked.on('error', reject).end();
  });
}
