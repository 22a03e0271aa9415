import { APP_BASE_HREF } from '@angular/common';
import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  type ApplicationConfig,
  inject,
  isDevMode,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
} from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding, withInMemoryScrolling } from '@angular/router';
import { routes } from './app.routes';
import { PageTitle } from './core/a11y/page-title';
import { apiInterceptor } from './core/http/api.interceptor';
import { Language } from './core/i18n/language';
import { provideTexts } from './core/i18n/provide-texts';

export const appConfig: ApplicationConfig = {
  providers: [
    // Said here, since the content security policy lets no page change its base by an element.
    { provide: APP_BASE_HREF, useValue: '/' },
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(withInterceptors([apiInterceptor])),
    provideRouter(routes, withComponentInputBinding(), withInMemoryScrolling({ scrollPositionRestoration: 'enabled' })),
    { provide: TitleStrategy, useExisting: PageTitle },
    provideTexts({ production: !isDevMode() }),
    provideAppInitializer(() => inject(Language).start()),
  ],
};
