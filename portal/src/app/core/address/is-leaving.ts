import type { Router, UrlTree } from '@angular/router';

/**
 * Whether somebody is on the way to another page. What a page then still writes into its own address, for instance the
 * words that were typed a moment ago, would end that way and keep them here.
 */
export function isLeaving(router: Router): boolean {
  const going = router.currentNavigation();
  return going !== null && pathOf(going.finalUrl ?? going.extractedUrl) !== pathOf(router.parseUrl(router.url));
}

function pathOf(address: UrlTree): string {
  return address.toString().split(/[?#]/)[0] ?? '';
}
