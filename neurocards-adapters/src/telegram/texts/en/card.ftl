# The card of an order, and the message of a finished video.

card-title-working = <b>🎬 I’m working on your order</b>
card-title-done = <b>✅ All done!</b>
card-title-partly = <b>☑️ The order is complete</b>
card-title-failed = <b>😔 It didn’t work out this time</b>
card-title-cancelled = <b>✖️ The order is cancelled</b>

card-product = 📦 Product: { $headline }
card-template = 🎭 Template: { template }
card-price = 🎞 { videos } · { credits }
card-elapsed = ⏱ Elapsed: { minutes }
card-elapsed-none = ⏱ Elapsed: less than a minute
card-refunded = ↩️ Returned to your balance: { credits }

stage-queued = ⏳ In the queue, number { $place }
stage-writing = ✍️ Writing the script
stage-preparing = 📸 Preparing the photo
stage-rendering = 🎥 Shooting the video
stage-retrying = 🔁 It didn’t work the first time, so I’m trying again
stage-waiting = ⏸ The studio is busy, I’ll continue as soon as it’s free
stage-ready = 📤 Ready, sending it
stage-delivered = ✅ Ready, the video is in the chat
stage-to-fetch = 🎬 Ready! Tap the button below to get it
stage-failed = 😔 It didn’t work out, the credit is returned
stage-cancelled = ✖️ Cancelled, the credit is returned
stage-attempt = { $stage } (attempt { $attempt })
stage-numbered = <b>{ $number }.</b> { $stage }

video-caption = 🎬 Your video is ready!
video-gift = 🎁 This video was finished too late. It is a gift: you keep its credit.

button-cancel = ✖️ Cancel
button-fetch = 🎬 Get video { $number }
button-fetch-only = 🎬 Get the video
button-another = 🔄 Another with this product
button-variant = 🎲 Another variant
button-menu = 🏠 Menu
