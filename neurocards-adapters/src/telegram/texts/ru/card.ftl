# The card of an order, and the message of a finished video.

card-title-working = <b>🎬 Работаю над вашим заказом</b>
card-title-done = <b>✅ Всё готово!</b>
card-title-partly = <b>☑️ Заказ завершён</b>
card-title-failed = <b>😔 В этот раз не получилось</b>
card-title-cancelled = <b>✖️ Заказ отменён</b>

card-product = 📦 Товар: { $headline }
card-template = 🎭 Шаблон: { template }
card-price = 🎞 { videos } · { credits }
card-elapsed = ⏱ Прошло: { minutes }
card-elapsed-none = ⏱ Прошло: меньше минуты
card-refunded = ↩️ Вернула на баланс: { credits }

stage-queued = ⏳ В очереди, место { $place }
stage-writing = ✍️ Пишу сценарий
stage-preparing = 📸 Готовлю фото
stage-rendering = 🎥 Снимаю видео
stage-retrying = 🔁 С первого раза не вышло, сама пробую ещё раз
stage-waiting = ⏸ Студия сейчас занята, продолжу сама, как только освободится
stage-ready = 📤 Готово, отправляю
stage-delivered = ✅ Готово, видео в чате
stage-to-fetch = 🎬 Готово! Нажмите кнопку ниже, чтобы получить
stage-failed = 😔 Не получилось, кредит вернулся
stage-cancelled = ✖️ Отменено, кредит вернулся
stage-attempt = { $stage } (попытка { $attempt })
stage-numbered = <b>{ $number }.</b> { $stage }

video-caption = 🎬 Ваше видео готово!
video-gift = 🎁 Это видео закончилось позже срока. Дарим: кредит за него остаётся у вас.

button-cancel = ✖️ Отменить
button-fetch = 🎬 Получить видео { $number }
button-fetch-only = 🎬 Получить видео
button-another = 🔄 Ещё с этим товаром
button-variant = 🎲 Ещё вариант
button-menu = 🏠 Меню
