// Shows the notices that the house sends to this browser while no page of it is open, and opens the page of one that is
// pressed. It keeps nothing, fetches nothing and stands between no page and the network.
(function () {
  // A title, an id and a page; whatever else may come is shown as a notice without words.
  function read(data) {
    try {
      var notice = data.json();
      var isOwnPage = typeof notice.path === 'string' && /^\/(?![/\\])/.test(notice.path);
      return {
        id: String(notice.id),
        title: String(notice.title),
        language: notice.language === 'en' ? 'en' : 'zh-CN',
        path: isOwnPage ? notice.path : '/notices',
      };
    } catch {
      return { id: 'notice', title: 'Linewatch', language: 'zh-CN', path: '/notices' };
    }
  }

  // A page of the house that is open comes to the front and goes there; else a new one is opened.
  function open(path) {
    return self.clients.matchAll({ type: 'window' }).then(function (pages) {
      var page = pages[0];
      if (page === undefined) return self.clients.openWindow(path);
      return page.focus().then(function (shown) {
        return shown.navigate(path).catch(function () {
          return self.clients.openWindow(path);
        });
      });
    });
  }

  self.addEventListener('push', function (event) {
    var notice = read(event.data);
    event.waitUntil(
      self.registration.showNotification(notice.title, {
        tag: notice.id,
        lang: notice.language,
        icon: '/favicon.svg',
        data: { path: notice.path },
      }),
    );
  });

  self.addEventListener('notificationclick', function (event) {
    event.notification.close();
    event.waitUntil(open(event.notification.data.path));
  });
})();
