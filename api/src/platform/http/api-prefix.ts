/** What every route of the versioned interface begins with. */
export const API_PREFIX = '/api/v1';

/** Routes beside it: they speak of this instance, whatever version of the interface a client knows. */
export const OUTSIDE_PREFIX = ['api/health/live', 'api/health/ready', 'api/docs', 'api/openapi.json'];
