/** Numbers that went through different floating-point ways to the same answer. */
const RELATIVE_TOLERANCE = 1e-9;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether an answer says what was expected. Of an object only the expected fields are looked at, and each of them has
 * to be there; lists have to be equally long; numbers may differ by rounding; texts may not differ at all.
 */
export function says(actual: unknown, expected: unknown): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    return Math.abs(actual - expected) <= RELATIVE_TOLERANCE * Math.max(Math.abs(expected), Math.abs(actual));
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((entry, index) => says(actual[index], entry))
    );
  }
  if (isObject(expected)) {
    return (
      isObject(actual) && Object.entries(expected).every(([key, value]) => key in actual && says(actual[key], value))
    );
  }
  return actual === expected;
}

/** The part of an answer that was asked about, for a line that a person reads. */
export function asked(actual: unknown, expected: unknown): unknown {
  if (!isObject(actual) || !isObject(expected)) return actual;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, actual[key]]));
}
