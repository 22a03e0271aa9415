/** The writing routes that work while a customer's view is taken: they end it. */
export const WHILE_VIEWING_ROUTES: readonly string[] = ['DELETE /api/v1/session', 'DELETE /api/v1/session/view-as'];
