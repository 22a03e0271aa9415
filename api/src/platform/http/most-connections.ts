import type { Server } from 'node:http';
import type { Metrics } from '../metrics/metrics.js';

/**
 * How many connections are open at once, sockets of the live feed included. One more is closed before anything of it is
 * read, so that a flood costs neither memory nor files that those who are inside need; it is counted and not logged.
 */
export function boundConnections(server: Server, most: number, metrics: Metrics): void {
  const dropped = metrics.counter(
    'linewatch_http_connections_dropped_total',
    'Connections that were closed unread because MAX_CONNECTIONS were open.',
    {},
  );
  server.maxConnections = most;
  server.on('drop', () => {
    dropped.add({});
  });
}
