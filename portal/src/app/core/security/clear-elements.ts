interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): unknown;
}

/**
 * Lets code empty an element by `innerHTML = ''` where the content security policy demands trusted types.
 * ECharts' canvas painter does that once a chart. Any other string is refused, as without this policy.
 */
export function allowClearingElements(): void {
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  factory?.createPolicy('default', {
    createHTML: (html) => {
      if (html === '') return html;
      throw new TypeError('Only emptying an element is allowed');
    },
  });
}
