import { OF_LINES } from './access-of-lines.js';
import { OF_OPERATIONS } from './access-of-operations.js';
import { OF_PEOPLE } from './access-of-people.js';
import { OF_SERVICE } from './access-of-service.js';
import type { Row } from './access-rows.js';

export { RANGE, type Row } from './access-rows.js';

/**
 * Every route there is. A route that is not in here fails the spec, and so does a row without a route: who may ask for
 * a new route is said here before it is built. Of a route with `:id` this is the answer for an id in reach; any other
 * id is not found.
 */
export const MATRIX: Readonly<Record<string, Row>> = { ...OF_PEOPLE, ...OF_LINES, ...OF_SERVICE, ...OF_OPERATIONS };

/** What the framework adds for the routes outside of the versioned interface: for any other method nothing is there. */
export const NOT_FOUND_ROUTES = [
  'ANY /api/docs',
  'ANY /api/health/live',
  'ANY /api/health/ready',
  'ANY /api/openapi.json',
  'ANY /tmf-api/alarmManagement/v4/alarm',
  'ANY /tmf-api/alarmManagement/v4/alarm/:faultId',
];
