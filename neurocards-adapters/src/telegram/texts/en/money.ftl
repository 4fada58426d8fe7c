# Buying credits, getting money back, gifts.

price-stars = { $stars } ⭐
price-roubles = { $roubles } ₽
price-kopecks = { $roubles }.{ $kopecks } ₽

money-paid = <b>✅ Payment received</b>

    Added: { credits }
    Paid: { $price }
    On your balance: { $balance }
    Payment number: <code>{ $charge }</code>
money-refunded = <b>↩️ Your payment is refunded</b>

    Refunded: { $price }
    Taken from your balance: { credits }
    Payment number: <code>{ $charge }</code>
money-refund-refused = <b>⚠️ The refund didn’t go through</b>

    It was declined, and { credits } are back on your balance. Write to us and we’ll sort it out: /paysupport
    Payment number: <code>{ $charge }</code>
money-friend-bought = <b>🎉 Your friend topped up</b>

    Thank you for spreading the word! Your reward is already on your balance: { credits }.
money-brought-by-friend = <b>🎁 A gift for your first purchase</b>

    A friend invited you, so here are { credits }. They are already on your balance.
money-granted = <b>🎁 You have received { credits }</b>

    On your balance: { $balance }
money-corrected = <b>✏️ Correction: { credits } removed</b>

    They were added by mistake.
    On your balance: { $balance }

checkout-unknown = I don’t know this invoice. Open the bot and choose a pack again. You were not charged.
checkout-not-yours = This invoice is somebody else’s. Open the bot and choose a pack for yourself. You were not charged.
checkout-other-price = The amount differs from the invoice. Choose the pack again. You were not charged.
checkout-paid = This invoice has already been paid. Choose a pack again to buy more. You were not charged.
checkout-expired = The invoice is too old. Choose the pack again. You were not charged.
checkout-unavailable = I can’t check the invoice right now. Try again in a few minutes. You were not charged.

invoice-description = Credits pay for videos about your products. They are on your balance right after the payment.
invoice-failed = I couldn’t create the invoice. Please try again a little later or write to us: /paysupport
invoice-doubtful = The connection broke, so I don’t know whether the invoice reached you. If you don’t see it above, please choose the pack again: /balance

top-up = <b>💳 Top up</b>

    Choose a pack, and I’ll send an invoice. The credits are on your balance right after the payment.
top-up-empty = <b>💳 Top up</b>

    Nothing is for sale here yet. Write to support and we’ll help.
button-pack = { $amount } · { $price }
button-pay-in-stars = ⭐ Pay in Stars
button-pay-in-roubles = 💳 Pay in roubles
button-receipts = 🧾 Receipts
button-promo = 🎁 Promo code
button-referral = 👥 Invite a friend
button-share = 📤 Share the link
button-refund = ↩️ Refund { $price }
button-refund-now = ↩️ Yes, refund { $price }

receipts = <b>🧾 Receipts</b>, page { $page }

    Choose a payment to see its number or to get a refund.
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
receipt-refunded-at = Refunded: { $date }
payment-paid = ✅ paid
payment-refund_asked = ⏳ refund in progress
payment-refunded = ↩️ refunded
payment-refund_refused = ⚠️ refund declined, the credits are on your balance
refund-confirm = <b>↩️ Refund { $price }?</b>

    I’ll take { credits } off your balance, and the money goes back to where it came from. This can’t be undone.
refund-over = This payment has already been refunded, or the money is on its way to you.
refund-not-stars = Payments like this are refunded by our team: write to us with the payment number above.
refund-too-late = This payment can no longer be refunded with a button. Write to us with the payment number above.
refund-rewarded = This payment earned a referral reward, so our team handles the refund. Write to us.
refund-spent = A refund is possible only while all credits of this payment are on your balance. You have fewer now.
refund-unknown = You have no such payment.

promo = <b>🎁 Promo code</b>

    Send the command and the code in one message, for example: <code>/promo SPRING26</code>
    Your draft will be kept.
referral = <b>👥 Invite a friend</b>

    Send the link to a friend. When they buy credits for the first time, each of you gets { credits-each }.
referral-link = 🔗 Your link: <code>{ $link }</code>
referral-no-link = 🔗 Your link will be ready shortly: open this screen again in a minute.
referral-friends = { $came ->
        [0] 👥 Nobody has used your link yet
       *[other] 👥 Friends who used your link: { $came }, rewards earned: { $rewarded }
    }
referral-limit = You can earn up to { $max } rewards.
referral-share = Short videos about products from a single photo. Give it a try:

history-held = ⏳ Reserved for videos in progress: { credits }
history-promo = gift for the promo code { $code }
history-friend-bought = referral reward
history-brought-by-friend = gift for your first purchase
history-by-operator = added by support
history-refund-refused = credits returned, the refund was declined
history-correction = correction: added by mistake
history-refund-cancelled = returned, you cancelled the video
history-refund-by-operator = returned by support
history-purchase-of = bought for { $price }
history-chargeback-of = refund of a payment of { $price }
history-video = “{ $headline }” · video { $number } of { $of }
history-video-only = “{ $headline }”
history-with-video = { $what }: { $video }

remark-payment-unmatched = I received your payment but couldn’t match it to an invoice. Nothing is lost: we are looking into it. To speed things up, write to us: /paysupport
remark-promo-redeemed = 🎁 The promo code worked! The gift is on your balance: { credits }.
remark-promo-unknown = There is no such promo code. Please check how it is spelled.
remark-promo-ended = This promo code has ended.
remark-promo-used-up = This promo code has been fully used.
remark-promo-redeemed-before = You have already used this promo code.
remark-promo-too-much = Your balance is too high to add a gift.
remark-refund-asked = On it. I’ll message you as soon as the money is on its way.
remark-pack-gone = This pack is no longer sold. Choose another one.
