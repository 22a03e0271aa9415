/** Version of the product that this build belongs to, as in package.json. */
export const VERSION = '0.1.0';
