# Buying credits, getting money back, gifts.

price-stars = { $stars } ⭐
price-roubles = { $roubles } ₽
price-kopecks = { $roubles }.{ $kopecks } ₽

money-paid = <b>✅ Payment received</b>

    Added: { credits }
    Paid: { $price }
    On your balance: { $balance }
    Payment number: <code>{ $charge }</code>
money-refunded = <b>↩️ Your money is back</b>

    Given back: { $price }
    Taken from your balance: { credits }
    Payment number: <code>{ $charge }</code>
money-refund-refused = <b>⚠️ The money could not be given back</b>

    The refund was refused, and I have put { credits } back on your balance. Write to us, we’ll sort it out: /paysupport
    Payment number: <code>{ $charge }</code>
money-friend-bought = <b>🎉 Your friend topped up</b>

    Thank you for telling others about me! Your reward is on your balance already: { credits }.
money-brought-by-friend = <b>🎁 A gift for your first purchase</b>

    A friend invited you, and I give you { credits }. They are on your balance already.
money-granted = <b>🎁 You were given { credits }</b>

    On your balance: { $balance }
money-corrected = <b>✏️ A correction: { credits } taken back</b>

    They had been given by mistake.
    On your balance: { $balance }

checkout-unknown = I don’t know this invoice. Open the bot and choose a pack again. You were not charged.
checkout-not-yours = This invoice is somebody else’s. Open the bot and choose a pack for yourself. You were not charged.
checkout-other-price = The amount differs from the invoice. Choose the pack again. You were not charged.
checkout-paid = This invoice is paid already. Choose a pack again to buy more. You were not charged.
checkout-expired = The invoice is too old. Choose the pack again. You were not charged.
checkout-unavailable = I can’t check the invoice right now. Try again in a few minutes. You were not charged.

invoice-description = Credits pay for videos about your products. They are on your balance right after the payment.
invoice-failed = The invoice could not be made. Please try a little later or write to us: /paysupport
invoice-doubtful = The connection broke, so I do not know whether the invoice reached you. If you do not see it above, please choose the pack again: /balance

top-up = <b>💳 Top up</b>

    Choose a pack, and I’ll send an invoice. The credits are on your balance right after the payment.
top-up-empty = <b>💳 Top up</b>

    Nothing is sold in the bot yet. Write to support, and we’ll help.
button-pack = { $amount } · { $price }
button-pay-in-stars = ⭐ Pay in Stars
button-pay-in-roubles = 💳 Pay in roubles
button-receipts = 🧾 Receipts
button-promo = 🎁 Promo code
button-referral = 👥 Invite a friend
button-share = 📤 Share the link
button-refund = ↩️ Give { $price } back
button-refund-now = ↩️ Yes, give { $price } back

receipts = <b>🧾 Receipts</b>, page { $page }

    Choose a payment to see its number or to get the money back.
receipts-empty = <b>🧾 Receipts</b>

    No payments yet. A receipt appears here right after a purchase.
receipt-row = { $date } · { $amount } · { $price }
receipt-row-marked = { $mark } { $row }
receipt = <b>🧾 Receipt</b>

    Bought: { credits }
    Paid: { $price }
    Date: { $date }
    Payment number: <code>{ $charge }</code>
    Status: { $status }
receipt-refunded-at = Given back: { $date }
payment-paid = ✅ paid
payment-refund_asked = ⏳ the money is on its way back
payment-refunded = ↩️ the money is given back
payment-refund_refused = ⚠️ the refund was refused, the credits are on your balance
refund-confirm = <b>↩️ Give { $price } back?</b>

    I’ll take { credits } from your balance, and the money returns to where it came from. This cannot be undone.
refund-over = This payment is given back already, or the money is on its way to you.
refund-not-stars = Such a payment is given back by people: write to us, the payment number is above.
refund-too-late = A button does not give this payment back. Write to us, the payment number is above.
refund-rewarded = This payment earned a reward for bringing a friend, so people give it back. Write to us.
refund-spent = The money can be given back while all credits of this payment are on your balance. There are fewer now.
refund-unknown = You have no such payment.

promo = <b>🎁 Promo code</b>

    Send the command and the code in one message, for example: <code>/promo SPRING26</code>
    Your draft stays where it is.
referral = <b>👥 Invite a friend</b>

    Send the link to a friend. When they buy credits for the first time, each of you gets { credits-each }.
referral-link = 🔗 Your link: <code>{ $link }</code>
referral-no-link = 🔗 The link will be here shortly: open this screen again in a minute.
referral-friends = 👥 Came by your link: { $came }, rewarded for { $rewarded }
referral-limit = One person is rewarded at most { $max } times.
referral-share = Short videos about products from a single photo. Give it a try:

history-held = ⏳ Set aside for videos in work: { credits }
history-promo = a gift for the promo code { $code }
history-friend-bought = a reward for bringing a friend
history-brought-by-friend = a gift for the first purchase
history-by-operator = given by support
history-refund-refused = credits put back, the refund was refused
history-correction = a correction: it was given by mistake
history-refund-cancelled = back, you cancelled the video
history-refund-by-operator = given back by support
history-purchase-of = bought for { $price }
history-chargeback-of = a payment of { $price } refunded
history-video = “{ $headline }” · video { $number } of { $of }
history-with-video = { $what }: { $video }

remark-payment-unmatched = I got your payment and could not match it to an invoice. Nothing is lost: we are looking into it. To speed it up, write to us: /paysupport
remark-promo-redeemed = 🎁 The promo code worked! The gift is on your balance: { credits }.
remark-promo-unknown = There is no such promo code. Please check how it is spelled.
remark-promo-ended = This promo code has ended.
remark-promo-used-up = This promo code is used up.
remark-promo-redeemed-before = You have used this promo code already.
remark-promo-too-much = Your balance is too large to add a gift.
remark-refund-asked = On it. I’ll write as soon as the money is on its way.
remark-pack-gone = This pack is no longer sold. Choose another one.
