// Every page there is: those of a clerk, and the rooms of whoever administers the town.

// A page without parameters that is not named here or in a story that looks at pages fails the house rules.
export const pages = [
  ['/', 'portal'], ['/portal/duties', 'what has a deadline'], ['/portal/announcements', 'announcements'],
  ['/portal/edit', 'arranging'], ['/portal/edit/preview?of=own&layout=n:', 'a preview'],
  ['/mail/inbox', 'inbox'], ['/mail/held', 'held'], ['/mail/trash', 'an empty folder'],
  ['/directory', 'directory'], ['/groups', 'the groups'], ['/directory?sort=-phone', 'directory, sorted'], ['/directory?q=zzzz', 'nobody found'], [`/directory/suggest?q=${encodeURIComponent('田中')}`, 'who has a log-in name'],
  ['/directory/file?as=cp932', 'what Shift_JIS cannot say'], ['/directory/print', 'the directory on paper'], ['/directory/print?photos=1', 'the directory on paper, with faces'],
  ['/search', 'a search that asks nothing'], [`/search?q=${encodeURIComponent('連絡')}`, 'what a search finds'], ['/search?q=zzzz', 'a search that finds nothing'],
  ['/notices', 'notices'], ['/notices?show=unread', 'unread notices'], ['/favourites', 'favourites'],
  ['/settings/display', 'display'], ['/settings/notices', 'which notices'], ['/settings/photo', 'one\'s own photo'], ['/account', 'the page of log-in'], ['/account/confirm', 'the password once more'], ['/account/totp', 'an authenticator app'], ['/account/passkey', 'passkeys'], ['/account/app-passwords', 'app passwords'],
  ['/help', 'help'], [`/help?q=${encodeURIComponent('パスワードがかかったファイル')}`, 'an answer'], ['/help?q=zzzzqqqq', 'no answer'],
  ['/help/mail', 'a chapter'], ['/help/settings', 'a chapter with samples'], ['/help/leaflet/clerk', 'a leaflet'], ['/keys', 'the keys'],
  ['/nowhere', 'not found'],
];

// The rooms of whoever administers the town.
export const rooms = [
  ['/admin', 'administration'], ['/admin/people', 'the people'], ['/admin/people?q=zzzz', 'nobody found'], ['/admin/units', 'the units'],
  ['/admin/second', 'what takes two'], ['/admin/sign-in', 'how people log in'], ['/admin/reassignment', 'the reassignments'], ['/admin/reassignment/book', 'the directory read again'], ['/admin/reassignment/units', 'the units read again'], ['/admin/reassignment/garoon', 'lists of another system'],
  ['/admin/emergency', 'emergency banners'], ['/admin/photos', 'photos of people'], ['/portal/announcements/new', 'writing an announcement'], ['/portal/links', 'the links'], ['/portal/external', 'numbers of other systems'], ['/style', 'the parts'],
];
