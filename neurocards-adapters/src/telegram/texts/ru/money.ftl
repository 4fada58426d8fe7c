# Buying credits, getting money back, gifts.

price-stars = { $stars } ⭐
price-roubles = { $roubles } ₽
price-kopecks = { $roubles },{ $kopecks } ₽

money-paid = <b>✅ Оплата прошла</b>

    Начислено: { credits }
    Оплачено: { $price }
    На балансе: { $balance }
    Номер платежа: <code>{ $charge }</code>
money-refunded = <b>↩️ Деньги возвращены</b>

    Возвращено: { $price }
    Списано с баланса: { credits }
    Номер платежа: <code>{ $charge }</code>
money-refund-refused = <b>⚠️ Вернуть деньги не получилось</b>

    В возврате отказано, и я вернула на баланс { credits }. Напишите нам, разберёмся: /paysupport
    Номер платежа: <code>{ $charge }</code>
money-friend-bought = <b>🎉 Ваш друг пополнил баланс</b>

    Спасибо, что рассказали обо мне! Ваша награда уже на балансе: { credits }.
money-brought-by-friend = <b>🎁 Подарок к первой покупке</b>

    Вы пришли по приглашению друга, и я дарю вам { credits }. Они уже на балансе.
money-granted = <b>🎁 Вам начислено: { credits }</b>

    На балансе: { $balance }
money-corrected = <b>✏️ Поправка: списано { credits }</b>

    Эти кредиты были начислены по ошибке.
    На балансе: { $balance }

checkout-unknown = Этого счёта у меня нет. Откройте бота и выберите пакет ещё раз. Деньги не списаны.
checkout-not-yours = Этот счёт выписан другому человеку. Откройте бота и выберите пакет для себя. Деньги не списаны.
checkout-other-price = Сумма не совпадает со счётом. Выберите пакет ещё раз. Деньги не списаны.
checkout-paid = Этот счёт уже оплачен. Чтобы купить ещё, выберите пакет ещё раз. Деньги не списаны.
checkout-expired = Счёт устарел. Выберите пакет ещё раз. Деньги не списаны.
checkout-unavailable = Сейчас не могу проверить счёт. Попробуйте через пару минут. Деньги не списаны.

invoice-description = Кредитами оплачиваются видео о ваших товарах. Они окажутся на балансе сразу после оплаты.
invoice-failed = Не получилось выписать счёт. Попробуйте, пожалуйста, чуть позже или напишите нам: /paysupport
invoice-doubtful = Связь прервалась, и я не знаю, дошёл ли счёт. Если выше его нет, выберите пакет ещё раз: /balance

top-up = <b>💳 Пополнение</b>

    Выберите пакет, и я пришлю счёт. Кредиты окажутся на балансе сразу после оплаты.
top-up-empty = <b>💳 Пополнение</b>

    Пока в боте ничего не продаётся. Напишите в поддержку, и мы поможем.
button-pack = { $amount } · { $price }
button-pay-in-stars = ⭐ Платить звёздами
button-pay-in-roubles = 💳 Платить в рублях
button-receipts = 🧾 Чеки
button-promo = 🎁 Промокод
button-referral = 👥 Пригласить друга
button-share = 📤 Поделиться ссылкой
button-refund = ↩️ Вернуть { $price }
button-refund-now = ↩️ Да, вернуть { $price }

receipts = <b>🧾 Чеки</b>, страница { $page }

    Выберите платёж, чтобы увидеть его номер или вернуть деньги.
receipts-empty = <b>🧾 Чеки</b>

    Платежей пока нет. Чек появится здесь сразу после покупки.
receipt-row = { $date } · { $amount } · { $price }
receipt-row-marked = { $mark } { $row }
receipt = <b>🧾 Чек</b>

    Куплено: { credits }
    Оплачено: { $price }
    Дата: { $date }
    Номер платежа: <code>{ $charge }</code>
    Состояние: { $status }
receipt-refunded-at = Возвращено: { $date }
payment-paid = ✅ оплачен
payment-refund_asked = ⏳ деньги возвращаются
payment-refunded = ↩️ деньги возвращены
payment-refund_refused = ⚠️ в возврате отказано, кредиты на балансе
refund-confirm = <b>↩️ Вернуть { $price }?</b>

    Я спишу с баланса { credits }, а деньги вернутся туда, откуда пришли. Отменить возврат будет нельзя.
refund-over = Этот платёж уже возвращён, или деньги на пути к вам.
refund-not-stars = Такой платёж возвращают люди: напишите нам, номер платежа выше.
refund-too-late = Кнопкой этот платёж не вернуть. Напишите нам, номер платежа выше.
refund-rewarded = За этот платёж начислена награда за друга, поэтому его возвращают люди. Напишите нам.
refund-spent = Вернуть можно, пока все кредиты этого платежа на балансе. Сейчас их меньше.
refund-unknown = Такого платежа у вас нет.

promo = <b>🎁 Промокод</b>

    Пришлите команду и код одним сообщением, например: <code>/promo SPRING26</code>
    Черновик при этом останется на месте.
referral = <b>👥 Пригласите друга</b>

    Отправьте другу ссылку. Когда он впервые купит кредиты, вы и он получите по { credits-each }.
referral-link = 🔗 Ваша ссылка: <code>{ $link }</code>
referral-no-link = 🔗 Ссылка появится чуть позже: откройте этот экран ещё раз через минуту.
referral-friends = { $came ->
        [0] 👥 По ссылке пока никто не пришёл
       *[other] 👥 Пришли по ссылке: { $came }, из них принесли награду: { $rewarded }
    }
referral-limit = Наград у одного человека бывает не больше { $max }.
referral-share = Короткие видео о товарах по одному фото. Попробуй:

history-held = ⏳ Отложено на видео в работе: { credits }
history-promo = подарок по промокоду { $code }
history-friend-bought = награда за друга
history-brought-by-friend = подарок к первой покупке
history-by-operator = начислено поддержкой
history-refund-refused = вернула кредиты, в возврате денег отказано
history-correction = поправка: было начислено по ошибке
history-refund-cancelled = вернула, вы отменили видео
history-refund-by-operator = вернула поддержка
history-purchase-of = покупка за { $price }
history-chargeback-of = возврат платежа на { $price }
history-video = «{ $headline }» · видео { $number } из { $of }
history-video-only = «{ $headline }»
history-with-video = { $what }: { $video }

remark-payment-unmatched = Я получила оплату, но не смогла сопоставить её со счётом. Ничего не потеряно: мы уже разбираемся. Если хотите ускорить, напишите нам: /paysupport
remark-promo-redeemed = 🎁 Промокод сработал! Подарок на балансе: { credits }.
remark-promo-unknown = Такого промокода нет. Проверьте, пожалуйста, как он написан.
remark-promo-ended = Срок этого промокода вышел.
remark-promo-used-up = Этот промокод уже разобрали.
remark-promo-redeemed-before = Этот промокод вы уже использовали.
remark-promo-too-much = Баланс слишком велик, чтобы добавить к нему подарок.
remark-refund-asked = Возвращаю. Как только деньги уйдут, я напишу.
remark-pack-gone = Этот пакет больше не продаётся. Выберите другой.
