// The chat page of the sandbox: what a messenger would show of the fake Telegram behind it.
//
// GET  /page/house               the people, the faults that can be played, where the feed stands
// GET  /human/bot                the bot's name and commands
// GET  /page/chats/{id}          one chat
// GET  /page/feed?after=N        everything that happens, as server-sent events
// GET  /page/backstage/{id}      credits, jobs, ledger, effects
// POST /page/faults/{name}       plays a fault (DELETE /page/faults takes it back)
// POST /human/chats/{id}/…       what a person does
'use strict';

const $ = (id) => document.getElementById(id);

/** Makes an element: `make('b', { class: 'x', onclick }, 'text', child)`. Text is never HTML. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value === 'boolean') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function icon(name, className = '') {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  if (className) svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

const state = {
  house: null,
  me: Number(sessionStorage.getItem('me')) || 0,
  chats: new Map(), // id -> { user, messages: Map, unread, action, draft, began }
  presses: new Map(), // callback query id -> button
  backstage: null,
};

const me = () => state.chats.get(state.me);

// ── Talking to the server ────────────────────────────────────────────────────────────────────

async function ask(path, options = {}) {
  const response = await fetch(path, options);
  const type = response.headers.get('content-type') ?? '';
  const body = type.includes('json') ? await response.json() : null;
  if (!response.ok) throw Object.assign(new Error(body?.error ?? `${response.status} ${response.statusText}`), { code: body?.code, reason: body?.reason });
  return body;
}

const post = (path, body) =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) });

const act = (what, body) => post(`/human/chats/${state.me}/${what}`, body);

/** Runs an action of the person; what the server refuses is told, not thrown. */
async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message, true);
    return null;
  }
}

// ── Text ────────────────────────────────────────────────────────────────────────────────────

const TAGS = {
  bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
  blockquote: 'blockquote', expandable_blockquote: 'blockquote',
};

const isWeb = (url) => /^https?:\/\//i.test(url ?? '');

function link(url) {
  return isWeb(url) ? make('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }) : make('span');
}

function shell(entity, words) {
  if (TAGS[entity.type]) return make(TAGS[entity.type]);
  switch (entity.type) {
    case 'text_link': return link(entity.url);
    case 'url': return link(isWeb(words) ? words : `https://${words}`);
    case 'email': return make('a', { href: `mailto:${words}` });
    case 'bot_command': return make('button', { class: 'command', type: 'button', onclick: () => say(words) });
    case 'spoiler': return make('span', { class: 'spoiler', onclick: (event) => event.currentTarget.classList.add('seen') });
    default: return make('span');
  }
}

/** Text with entities as nodes. Offsets count UTF-16 units, as strings here do. */
function rich(text, entities) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const paint = (parent, from, to, inside) => {
    let at = from;
    for (let i = 0; i < inside.length; i += 1) {
      const entity = inside[i];
      const end = Math.min(entity.offset + entity.length, to);
      if (entity.offset < at) continue;
      parent.append(text.slice(at, entity.offset));
      const element = shell(entity, text.slice(entity.offset, end));
      paint(element, entity.offset, end, inside.slice(i + 1).filter((other) => other.offset < end));
      parent.append(element);
      at = end;
    }
    parent.append(text.slice(at, to));
    return parent;
  };
  return paint(document.createDocumentFragment(), 0, text.length, sorted);
}

const JUMBO = /^(?:\p{Extended_Pictographic}\uFE0F?\s?){1,3}$/u;
const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' });
const length = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

function bytes(count) {
  return count < 1e6 ? `${Math.max(1, Math.round(count / 1e3))} КБ` : `${(count / 1e6).toFixed(1).replace('.', ',')} МБ`;
}

function money(amount, currency) {
  if (currency === 'XTR') return `${amount.toLocaleString('ru')} ⭐`;
  const digits = amount % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat('ru', { style: 'currency', currency, minimumFractionDigits: digits }).format(amount / 100);
}

// ── One message ─────────────────────────────────────────────────────────────────────────────

function photo(media) {
  const image = make('img', { src: media.url, alt: 'Фото', loading: 'lazy', 'data-testid': 'photo' });
  const button = make('button', { class: 'photo', type: 'button', 'aria-label': 'Открыть фото', onclick: () => enlarge(media.url) }, image);
  if (media.width && media.height) image.style.aspectRatio = `${media.width} / ${media.height}`;
  return button;
}

function video(media) {
  const player = make('video', {
    class: 'video', src: media.url, poster: media.thumbnail_url, preload: 'metadata', playsinline: true, loop: false,
    'data-testid': 'video', 'aria-label': `Видео, ${media.duration_secs} с`,
  });
  player.playsInline = true;
  if (media.width && media.height) player.style.aspectRatio = `${media.width} / ${media.height}`;
  const play = make('button', { class: 'play', type: 'button', 'data-testid': 'play', 'aria-label': `Смотреть видео, ${media.duration_secs} с` }, make('span', {}, icon('play')));
  const badge = make('span', { class: 'length', 'aria-hidden': 'true' }, `${length(media.duration_secs)} · ${bytes(media.size_bytes)}`);
  play.addEventListener('click', () => {
    player.controls = true;
    play.remove();
    badge.remove();
    player.closest('.bubble')?.classList.add('playing');
    player.play().catch(() => {});
    player.focus();
  });
  const box = document.createDocumentFragment();
  box.append(player, play, badge);
  return box;
}

function file(media) {
  return make('a', { class: 'document', href: media.url, download: media.file_name ?? 'file', 'data-testid': 'document' },
    make('span', { class: 'glyph', 'aria-hidden': 'true' }, icon('file')),
    make('span', {}, make('b', {}, media.file_name ?? 'Файл'), make('small', {}, bytes(media.size_bytes))));
}

function mediaOf(media) {
  if (media.kind === 'document') return file(media);
  return make('div', { class: 'media', 'data-url': media.url }, media.kind === 'video' ? video(media) : photo(media));
}

function invoice(message) {
  const { title, description, total_amount: amount, currency } = message.invoice;
  return make('div', { class: 'invoice', 'data-testid': 'invoice' },
    make('b', {}, title), make('span', {}, description),
    make('p', { class: 'price', 'data-testid': 'price' }, money(amount, currency), make('small', {}, 'счёт')));
}

/** Pays, or shows the receipt once that is done. In the label Telegram puts a star for XTR. */
function payKey(message, button) {
  const paid = message.invoice.receipt_message_id !== null;
  return make('button', {
    class: paid ? 'key pay paid' : 'key pay', type: 'button', 'data-testid': 'key', 'data-key': 'pay', 'data-paid': String(paid),
    onclick: (event) => (paid ? showReceipt(message) : checkOut(message, event.currentTarget)),
  }, paid ? 'Оплачено' : button.text.replaceAll('XTR', '⭐'), icon(paid ? 'check' : 'card', 'out'));
}

function key(message, button) {
  if (button.url) {
    const way = isWeb(button.url) ? { href: button.url, target: '_blank', rel: 'noopener noreferrer' } : { role: 'link', 'aria-disabled': 'true' };
    return make('a', { class: 'key', 'data-testid': 'key', ...way }, button.text, icon('out', 'out'));
  }
  if (button.pay && message.invoice) return payKey(message, button);
  const pressed = (event) => press(message, button, event.currentTarget);
  return make('button', { class: 'key', type: 'button', 'data-testid': 'key', 'data-key': button.data, onclick: pressed }, button.text);
}

function keyboard(message) {
  if (message.keyboard.length === 0) return null;
  return make('div', { class: 'keyboard', 'data-testid': 'keyboard' },
    ...message.keyboard.map((row) => make('div', { class: 'row' }, ...row.map((button) => key(message, button)))));
}

function bubble(message, kept) {
  const { media, text, edit_count: edits } = message;
  const pictured = media && media.kind !== 'document';
  const meta = `${edits > 0 ? 'изменено ' : ''}${clock(message.date)}`;
  const box = make('div', { class: pictured && !text ? 'bubble bare' : 'bubble', 'data-testid': 'bubble' });
  if (kept?.querySelector('video[controls]') && pictured && !text) box.classList.add('playing');
  if (media) box.append(kept ?? mediaOf(media));
  if (message.invoice) box.append(invoice(message));
  if (text) {
    const jumbo = !media && JUMBO.test(text) ? ' jumbo' : '';
    box.append(make('div', { class: `text${jumbo}`, 'data-testid': 'text' }, rich(text, message.entities)));
  }
  box.append(make('span', { class: 'meta', 'aria-label': meta }, meta));
  return box;
}

function aboutPayment({ refunded, total_amount: amount, currency }) {
  return refunded ? `Бот вернул вам ${money(amount, currency)}` : `Вы заплатили боту ${money(amount, currency)}`;
}

/** A line in the middle of the chat: neither side wrote it. */
function payment(message) {
  const about = message.payment;
  return make('div', {
    class: 'service', 'data-testid': 'payment', 'data-refunded': String(about.refunded), 'data-charge': about.charge_id, 'data-message-id': message.message_id,
  }, aboutPayment(about));
}

/** The element of a message; a player or photo that is there already is kept, so it plays on. */
function draw(message, old) {
  if (message.payment) return payment(message);
  const kept = message.media && [...(old?.querySelectorAll('.media') ?? [])].find((box) => box.dataset.url === message.media.url);
  const keys = keyboard(message);
  const pictured = message.media && message.media.kind !== 'document';
  const classes = ['msg', message.from, pictured && 'pictured', message.media?.kind === 'video' && 'filmed', keys && 'keyed', message.edit_count > 0 && 'edited'];
  const element = make('article', {
    class: classes.filter(Boolean).join(' '),
    'data-testid': 'message', 'data-message-id': message.message_id, 'data-from': message.from, 'data-edits': message.edit_count,
  }, bubble(message, kept), keys);
  if (old) element.style.animation = 'none';
  return element;
}

// ── The log ─────────────────────────────────────────────────────────────────────────────────

const atEnd = () => $('scroll').scrollHeight - $('scroll').scrollTop - $('scroll').clientHeight < 90;

function toEnd() {
  $('scroll').scrollTop = $('scroll').scrollHeight;
  $('to-end').hidden = true;
  $('below').hidden = true;
  $('below').textContent = '';
}

/** Keeps the end in sight while `change` adds to the log, if it was in sight before. */
function keepingPlace(change) {
  const stay = atEnd();
  change();
  if (stay) toEnd();
}

function place(message) {
  const log = $('log');
  const old = log.querySelector(`[data-message-id="${message.message_id}"]`);
  if (message.deleted) return old?.remove();
  const element = draw(message, old);
  if (old) {
    if (old.classList.contains('turn')) element.classList.add('turn');
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    old.replaceWith(element);
    if (focused) [...element.querySelectorAll('.key')].find((one) => one.dataset.key === focused)?.focus();
    return undefined;
  }
  const last = log.lastElementChild;
  const before = last?.matches('.album') ? last.lastElementChild : last;
  if (before && before.dataset.from !== message.from) element.classList.add('turn');
  if (!message.media_group_id) return log.append(element);
  const album = log.querySelector(`.album[data-group="${CSS.escape(message.media_group_id)}"]`)
    ?? log.appendChild(make('div', { class: `album ${message.from}`, 'data-group': message.media_group_id }));
  return album.append(element);
}

function hello(name) {
  return make('div', { class: 'hello', 'data-testid': 'hello' },
    make('span', { class: 'avatar', 'aria-hidden': 'true' }, icon('play')),
    make('b', {}, name), make('p', {}, 'Пришлите фото товара, и бот снимет о нём короткие вертикальные видео.'));
}

function redraw() {
  const chat = me();
  const first = chat.messages.size > 0 ? make('div', { class: 'day' }, 'Сегодня') : hello($('bot-name').textContent);
  $('log').replaceChildren(first);
  for (const message of chat.messages.values()) place(message);
  $('start').hidden = chat.messages.size > 0;
  $('form').hidden = chat.messages.size === 0;
  $('text').value = chat.draft;
  showAction();
  toEnd();
}

function summary(message) {
  if (!message) return 'Ещё не знакомы';
  const words = { photo: '🖼 Фото', video: '🎬 Видео', document: '📎 Файл' }[message.media?.kind] ?? '';
  if (message.payment) return aboutPayment(message.payment);
  const text = message.invoice ? `🧾 ${message.invoice.title}` : message.text.split('\n')[0];
  return [message.from === 'user' ? 'Вы: ' : '', words, words && text ? ', ' : '', text].join('').slice(0, 90);
}

// ── People ──────────────────────────────────────────────────────────────────────────────────

const hue = (id) => (id * 137) % 360;

function showPeople() {
  const focused = document.activeElement?.dataset?.person;
  $('people-list').replaceChildren(...[...state.chats.values()].map((chat) => {
    const last = [...chat.messages.values()].filter((message) => !message.deleted).at(-1);
    const face = make('span', { class: 'avatar', 'aria-hidden': 'true' }, [...chat.user.first_name][0].toUpperCase());
    face.style.setProperty('--hue', hue(chat.user.id));
    const unread = chat.unread > 0 ? make('span', { class: 'badge', 'data-testid': 'unread', 'aria-label': `непрочитано: ${chat.unread}` }, String(chat.unread)) : null;
    return make('li', {}, make('button', {
      class: 'person', type: 'button', 'data-testid': 'person-switch', 'data-person': chat.user.id,
      'aria-current': String(chat.user.id === state.me), onclick: () => switchTo(chat.user.id),
    }, face, make('span', {}, make('b', {}, chat.user.first_name), make('span', { class: 'last' }, summary(last))),
    make('span', {}, make('time', {}, last ? clock(last.date) : ''), unread)));
  }));
  if (focused) $('people-list').querySelector(`[data-person="${focused}"]`)?.focus();
  $('other-unread').hidden = ![...state.chats.values()].some((chat) => chat.unread > 0);
}

function switchTo(id) {
  if (me()) me().draft = $('text').value;
  state.me = id;
  sessionStorage.setItem('me', id);
  me().unread = 0;
  closeCommands();
  redraw();
  showPeople();
  setPeople(false);
  lookBackstage();
}

async function addPerson(name, language) {
  const id = Math.max(1000, ...state.chats.keys()) + 1;
  const user = await post('/human/users', { id, first_name: name, language_code: language });
  state.chats.set(id, newChat({ user, messages: [] }));
  switchTo(id);
}

function newChat({ user, messages }) {
  return { user, messages: new Map(messages.map((one) => [one.message_id, one])), unread: 0, action: null, draft: '' };
}

// ── What happens ────────────────────────────────────────────────────────────────────────────

const ACTIONS = {
  typing: 'печатает…', upload_photo: 'отправляет фото…', upload_video: 'отправляет видео…',
  record_video: 'снимает видео…', upload_document: 'отправляет файл…',
};

function showAction() {
  const action = me().action;
  $('status').textContent = action ? ACTIONS[action] ?? 'печатает…' : 'бот';
  $('status').classList.toggle('busy', Boolean(action));
  keepingPlace(() => { $('typing').hidden = !action; });
}

function setAction(chat, action) {
  clearTimeout(chat.actionTimer);
  chat.action = action;
  if (action) chat.actionTimer = setTimeout(() => setAction(chat, null), 5000);
  if (chat === me()) showAction();
}

function toast(text, bad = false) {
  const element = make('div', { class: bad ? 'toast bad' : 'toast', 'data-testid': 'toast' }, text);
  $('toasts').append(element);
  setTimeout(() => element.remove(), Math.max(3500, text.length * 70));
}

function answered({ callback_query_id: id, text, alert }, mine) {
  state.presses.get(id)?.removeAttribute('aria-busy');
  state.presses.delete(id);
  if (!text || !mine) return;
  if (!alert) return toast(text);
  alarm(text);
}

function alarm(text) {
  $('alert-text').textContent = text;
  if (!$('alert').open) $('alert').showModal();
}

function received(chat, message, isNew) {
  chat.messages.set(message.message_id, message);
  const fromBot = message.from === 'bot';
  if (fromBot && isNew) setAction(chat, null);
  if (chat !== me()) {
    if (fromBot && isNew) chat.unread += 1;
    return showPeople();
  }
  if (isNew && !fromBot) document.querySelector('.pending')?.remove();
  if (chat.messages.size === 1) redraw();
  else keepingPlace(() => place(message));
  if (isNew && !fromBot) toEnd();
  if (isNew && fromBot) noticed(message);
  return showPeople();
}

function noticed(message) {
  $('announce').textContent = `Бот: ${summary(message)}`;
  if (atEnd()) return;
  $('to-end').hidden = false;
  $('below').hidden = false;
  $('below').textContent = String(Number($('below').textContent || 0) + 1);
}

function happened(event) {
  const chat = state.chats.get(event.chat);
  if (!chat) return refresh();
  if (event.kind === 'toast') answered(event.detail, chat === me());
  if (event.kind === 'action') setAction(chat, event.detail?.action ?? 'typing');
  if (event.message) received(chat, event.message, event.kind === 'message' && !chat.messages.has(event.message.message_id));
  if (event.kind === 'delete' && event.message_id) {
    const gone = chat.messages.get(event.message_id);
    if (gone) received(chat, { ...gone, deleted: true }, false);
  }
  return lookBackstage();
}

function listen(after) {
  const feed = new EventSource(`/page/feed?after=${after}`);
  feed.addEventListener('house', ({ data }) => {
    if (data !== state.house.session) window.location.reload();
  });
  feed.addEventListener('event', ({ data }) => happened(JSON.parse(data)));
}

// ── What a person does ──────────────────────────────────────────────────────────────────────

async function say(text) {
  closeCommands();
  if (text.trim()) await attempt(() => act('say', { text }));
}

async function press(message, button, element) {
  element.setAttribute('aria-busy', 'true');
  setTimeout(() => element.removeAttribute('aria-busy'), 10000);
  const answer = await attempt(() => act('press', { message_id: message.message_id, button: { stale: button.data } }));
  if (answer) state.presses.set(answer.callback_query_id, element);
  else element.removeAttribute('aria-busy');
}

const NOT_PAID = {
  payment_timed_out: 'Бот не ответил вовремя. Платёж отменён, ничего не списано.',
  already_paid: 'Этот счёт уже оплачен.',
  no_invoice: 'Этого счёта больше нет.',
};

function checkOut(message, element) {
  const { title, description, total_amount: amount, currency } = message.invoice;
  $('checkout-title').textContent = title;
  $('checkout-text').textContent = description;
  $('checkout-pay').textContent = `Заплатить ${money(amount, currency)}`;
  $('checkout-pay').onclick = () => pay(message.message_id, element);
  $('checkout').showModal();
}

/** Waits until the bot agrees, which it is asked for 10 seconds, and the payment is made. */
async function pay(id, element) {
  const payer = state.me;
  setPaying(true, element);
  try {
    await post(`/human/chats/${payer}/pay`, { message_id: id });
  } catch (error) {
    if (payer === state.me) alarm(error.reason ?? NOT_PAID[error.code] ?? error.message);
  } finally {
    setPaying(false, element);
  }
}

function setPaying(busy, element) {
  $('checkout').dataset.busy = String(busy);
  for (const button of $('checkout').querySelectorAll('button')) button.disabled = busy;
  $('checkout-state').textContent = busy ? 'Бот проверяет заказ…' : '';
  element.toggleAttribute('aria-busy', false);
  if (busy) element.setAttribute('aria-busy', 'true');
  else $('checkout').close();
}

function showReceipt(message) {
  const { title, receipt_message_id: id } = message.invoice;
  const told = [...me().messages.values()];
  const receipt = told.find((one) => one.message_id === id);
  if (!receipt) return alarm('Чек не сохранился.');
  const { total_amount: amount, currency, charge_id: charge } = receipt.payment;
  const returned = told.some((one) => one.payment?.refunded && one.payment.charge_id === charge);
  const facts = [['Товар', title], ['Сумма', money(amount, currency)], ['Оплачено', clock(receipt.date)], ['Платёж', charge], ...(returned ? [['Состояние', 'деньги вернулись']] : [])];
  $('receipt-facts').replaceChildren(...facts.map(([name, fact]) => make('div', {}, make('dt', {}, name), make('dd', {}, fact))));
  return $('receipt').showModal();
}

function enlarge(url) {
  $('lightbox-image').src = url;
  $('lightbox').showModal();
}

// ── Attaching ───────────────────────────────────────────────────────────────────────────────

let chosen = [];

function offer(files) {
  chosen = [...files].slice(0, 10);
  if (chosen.length === 0) return;
  const pictures = chosen.every((one) => one.type.startsWith('image/'));
  $('as-file').checked = !pictures;
  $('as-file').disabled = !pictures;
  $('attachment-title').textContent = pictures ? 'Отправить фото' : 'Отправить файл';
  for (const image of $('preview').querySelectorAll('img')) URL.revokeObjectURL(image.src);
  $('preview').replaceChildren(...chosen.map((one) => (one.type.startsWith('image/')
    ? make('img', { src: URL.createObjectURL(one), alt: one.name })
    : file({ url: null, file_name: one.name, size_bytes: one.size }))));
  $('caption').value = '';
  if (!$('attachment').open) $('attachment').showModal();
  $('caption').focus();
}

function pendingBubble(kind) {
  const box = make('article', { class: 'msg user turn pending', 'data-from': 'user' }, make('div', { class: 'bubble' }));
  const picture = kind === 'document' ? null : $('preview').querySelector('img');
  if (picture) {
    box.classList.add('pictured');
    box.firstChild.append(make('div', { class: 'media' }, picture.cloneNode()));
    box.firstChild.classList.add('bare');
  } else {
    box.firstChild.append('Отправляю…');
  }
  return box;
}

async function sendChosen() {
  const caption = $('caption').value.trim();
  const asFile = $('as-file').checked;
  const kind = asFile ? 'document' : chosen.length > 1 ? 'album' : 'photo';
  const batches = asFile ? chosen.map((one) => [one]) : [chosen];
  $('attachment').close();
  $('log').append(pendingBubble(kind));
  toEnd();
  for (const batch of batches) {
    const form = new FormData();
    for (const one of batch) form.append('file', one, one.name || 'photo.png');
    if (caption) form.append('caption', caption);
    await attempt(() => ask(`/human/chats/${state.me}/${kind}`, { method: 'POST', body: form }));
  }
  document.querySelector('.pending')?.remove();
  $('file').value = '';
  $('text').focus();
}

// ── Commands ────────────────────────────────────────────────────────────────────────────────

function commandsFor(language) {
  const lists = state.house.bot.commands;
  return (lists.find((list) => list.language_code === language) ?? lists.find((list) => list.language_code === '') ?? lists[0])?.commands ?? [];
}

function showCommands(prefix = '') {
  const fitting = commandsFor(me().user.language_code).filter(({ command }) => `/${command}`.startsWith(prefix));
  if (fitting.length === 0) return closeCommands();
  $('commands').replaceChildren(...fitting.map(({ command, description }) => make('button', {
    class: 'command-item', type: 'button', role: 'option', 'data-testid': 'command', 'data-command': command,
    onclick: () => { $('text').value = ''; say(`/${command}`); $('text').focus(); },
  }, make('b', {}, `/${command}`), make('span', {}, description))));
  $('commands').hidden = false;
  return $('open-commands').setAttribute('aria-expanded', 'true');
}

function closeCommands() {
  $('commands').hidden = true;
  $('open-commands').setAttribute('aria-expanded', 'false');
}

function walkCommands(event) {
  const items = [...$('commands').children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || $('commands').hidden) return;
  event.preventDefault();
  const now = items.indexOf(document.activeElement);
  items[(now + step + items.length) % items.length]?.focus();
}

// ── Backstage ───────────────────────────────────────────────────────────────────────────────

const STATES = { queued: 'в очереди', running: 'в работе', succeeded: 'готов', failed: 'не вышло', cancelled: 'отменён' };
const KINDS = { grant: 'Подарены', purchase: 'Куплены', hold: 'Отложены', capture: 'Заработаны', refund: 'Возвращены', chargeback: 'Отозваны' };
const REASONS = { 'welcome credits': 'за знакомство' };
const EFFECTS = {
  create_task: 'запросов createTask', tasks: 'задач у видеомодели', record_info: 'проверок готовности', callbacks: 'колбэков принято',
  photo_upload: 'фото передано', video_fetch: 'видео скачано', prompt: 'запросов сценария',
  send_message: 'сообщений', edit_message: 'правок сообщений', send_video: 'отправок видео', answer_callback: 'ответов на кнопки',
  send_invoice: 'счетов выставлено', answer_pre_checkout: 'ответов перед оплатой', refund_stars: 'возвратов оплаты',
};

const empty = (text) => make('li', { class: 'empty' }, text);

function jobRow(job) {
  const about = [`попыток: ${job.attempts}`, job.model, job.cause && `причина: ${job.cause}`].filter(Boolean).join(' · ');
  return make('li', { 'data-testid': 'job', 'data-status': job.status },
    make('span', {}, `${job.variant + 1}. ${job.headline}`), make('span', { class: `state ${job.status}` }, STATES[job.status] ?? job.status), make('small', {}, about));
}

function entryRow(entry) {
  const sign = { 1: '+', '-1': '−', 0: '' }[entry.sign];
  const tone = { 1: 'plus', '-1': 'minus', 0: '' }[entry.sign];
  return make('li', { 'data-testid': 'entry', 'data-kind': entry.kind },
    make('span', {}, KINDS[entry.kind] ?? entry.kind), make('span', { class: `amount ${tone}` }, `${sign}${entry.amount}`),
    make('small', {}, [REASONS[entry.reason] ?? entry.reason, `стало ${entry.balance_after}`].filter(Boolean).join(' · ')));
}

function faultButton(fault, armed) {
  return make('button', {
    class: 'fault', type: 'button', title: fault.story, 'data-testid': 'fault', 'data-fault': fault.name, 'aria-pressed': String(armed),
    onclick: () => attempt(async () => {
      await (armed ? ask('/page/faults', { method: 'DELETE' }) : post(`/page/faults/${fault.name}`));
      await lookNow();
    }),
  }, fault.title);
}

function showBackstage(facts) {
  $('available').textContent = facts.balance.available;
  $('held').textContent = facts.balance.held;
  $('books').textContent = facts.violations.length === 0 ? '✓' : facts.violations.length;
  $('books').className = facts.violations.length === 0 ? 'ok' : 'wrong';
  $('books').title = facts.violations.join('\n');
  $('jobs').replaceChildren(...(facts.jobs.length ? facts.jobs.map(jobRow) : [empty('Заказов ещё не было')]));
  $('entries').replaceChildren(...(facts.entries.length ? facts.entries.map(entryRow) : [empty('Записей ещё нет')]));
  $('effects').replaceChildren(...Object.keys(EFFECTS).filter((name) => name in facts.effects).flatMap((name) => [
    make('dt', {}, EFFECTS[name]), make('dd', { 'data-testid': `effect-${name}` }, String(facts.effects[name]))]));
  const focused = document.activeElement?.dataset?.fault;
  $('faults').replaceChildren(...state.house.faults.map((fault) => faultButton(fault, facts.fault === fault.name)));
  if (focused) $('faults').querySelector(`[data-fault="${focused}"]`)?.focus();
}

async function lookNow() {
  if ($('backstage').hidden) return;
  const asked = state.me;
  const facts = await ask(`/page/backstage/${asked}`);
  if (asked === state.me) showBackstage(facts);
}

/** Looks again soon, once for many events. */
function lookBackstage() {
  if (state.backstage || $('backstage').hidden) return;
  state.backstage = setTimeout(() => { state.backstage = null; lookNow().catch(() => {}); }, 250);
}

// ── Panes ───────────────────────────────────────────────────────────────────────────────────

const isNarrow = () => window.matchMedia('(max-width: 1180px)').matches;

function setPeople(open) {
  $('people').classList.toggle('open', open);
  showVeil();
}

function setBackstage(open) {
  $('backstage').hidden = !open;
  $('app').classList.toggle('has-backstage', open);
  $('open-backstage').setAttribute('aria-expanded', String(open));
  showVeil();
  if (open) lookNow().catch(() => {});
}

function showVeil() {
  $('veil').hidden = !($('people').classList.contains('open') || (isNarrow() && !$('backstage').hidden));
}

function closePanes() {
  setPeople(false);
  if (isNarrow()) setBackstage(false);
  closeCommands();
}

// ── Wiring ──────────────────────────────────────────────────────────────────────────────────

function wireComposer() {
  const text = $('text');
  $('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const words = text.value;
    text.value = '';
    say(words);
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return walkCommands(event);
    event.preventDefault();
    return $('form').requestSubmit();
  });
  text.addEventListener('input', () => (/^\/\w*$/.test(text.value) ? showCommands(text.value) : closeCommands()));
  $('commands').addEventListener('keydown', walkCommands);
  $('open-commands').addEventListener('click', () => ($('commands').hidden ? showCommands() : closeCommands()));
  $('start').addEventListener('click', () => attempt(() => act('start')));
  $('to-end').addEventListener('click', toEnd);
  $('scroll').addEventListener('scroll', () => { if (atEnd()) toEnd(); else $('to-end').hidden = false; }, { passive: true });
}

function wireFiles() {
  $('attach').addEventListener('click', () => $('file').click());
  $('file').addEventListener('change', () => offer($('file').files));
  $('attachment-send').addEventListener('click', sendChosen);
  document.addEventListener('paste', (event) => {
    if (event.clipboardData.files.length > 0) { event.preventDefault(); offer(event.clipboardData.files); }
  });
  const carries = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    $('drop').hidden = false;
  });
  document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) $('drop').hidden = true; });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    $('drop').hidden = true;
    if (carries(event)) offer(event.dataTransfer.files);
  });
}

function wirePanes() {
  $('open-people').addEventListener('click', () => setPeople(true));
  $('open-backstage').addEventListener('click', () => setBackstage($('backstage').hidden));
  $('veil').addEventListener('click', closePanes);
  for (const button of document.querySelectorAll('[data-close]')) button.addEventListener('click', () => (button.dataset.close === 'people' ? setPeople(false) : setBackstage(false)));
  for (const button of document.querySelectorAll('[data-dismiss]')) button.addEventListener('click', () => button.closest('dialog').close());
  $('add-person').addEventListener('click', () => { $('person-form').reset(); $('person').showModal(); });
  $('person-form').addEventListener('submit', (event) => {
    event.preventDefault();
    $('person').close();
    attempt(() => addPerson($('person-name').value.trim() || 'Гость', $('person-language').value));
  });
  $('checkout').addEventListener('cancel', (event) => { if ($('checkout').dataset.busy === 'true') event.preventDefault(); });
  $('lightbox').addEventListener('click', (event) => { if (event.target === $('lightbox')) $('lightbox').close(); });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !document.querySelector('dialog[open]')) closePanes(); });
  window.addEventListener('resize', showVeil);
}

async function refresh() {
  const [known, bot] = await Promise.all([ask('/page/house'), ask('/human/bot')]);
  state.house = { ...known, bot };
  for (const user of known.people) {
    if (!state.chats.has(user.id)) state.chats.set(user.id, newChat(await ask(`/page/chats/${user.id}`)));
  }
  showPeople();
}

async function begin() {
  wireComposer();
  wireFiles();
  wirePanes();
  await refresh();
  const after = state.house.last_event;
  $('bot-name').textContent = state.house.bot.bot.first_name;
  if (!state.chats.has(state.me)) state.me = [...state.chats.keys()][0];
  switchTo(state.me);
  if (window.innerWidth > 1400) setBackstage(true);
  listen(after);
  $('app').dataset.ready = 'true';
}

begin().catch((error) => toast(`Не получилось открыть песочницу: ${error.message}`, true));
