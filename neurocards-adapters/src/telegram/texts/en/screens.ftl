# The screens of the conversation.

consent = <b>👋 Hello! I make short videos about your products.</b>

    Send a photo and a few words about the product, and I’ll come up with the rest and shoot it.

    Before we begin, please read and accept the <a href="{ $terms }">user agreement</a>, the <a href="{ $offer }">offer</a> and the <a href="{ $privacy }">privacy policy</a>.
welcome = <b>🎉 Nice to meet you!</b>

    Here is how it works: you send a photo of the product and a description, and I write the script, pick a presenter and a setting, and shoot a vertical video with a voice-over. If something goes wrong, your credit is returned automatically.
welcome-gift = 🎁 Here are { credits } for your first videos.
menu = <b>🏠 Menu</b>

    Photo of the product → description → a finished vertical video. One order can include several different videos.
balance-line = 💳 On your balance: { credits }
price-line = 🎞 One video: from { credits-from }

photo = <b>📸 Send a photo of the product</b>

    A good photo: the whole product, sharp, in good light, on a plain background, without people and without text over it.

    JPEG, PNG or WebP up to { $megabytes } MB, each side at least { $pixels } pixels. You can add a caption right away: it becomes the description.
description = <b>✏️ Tell me about the product</b>

    What is it, what is it made of, what makes it good, who is it for? The more specific you are, the better the video. Up to { $max } characters.
template-screen = <b>🎭 What kind of video?</b>

    📦 { $headline }

    <b>✨ UGC blogger</b>: a real person shows the product and talks about it.
    <b>🎥 Commercial</b>: the product alone, beautiful close-ups and a voice-over.
    <b>🧑‍💻 Your own prompt</b>: you write what happens in the shot.
wishes-ugc = <b>💭 Any wishes?</b>

    For example: “a woman of about 30 in a kitchen”, “a calm tone”, “mention next-day delivery”. Write them in one message, or I’ll come up with everything myself.
wishes-ad = <b>💭 Any wishes?</b>

    For example: “dark background and golden light”, “drops of water”, “mention the two-year warranty”. Write them in one message, or I’ll come up with everything myself.
prompt-wanted = <b>🧑‍💻 Write your own prompt</b>

    Describe what happens in the shot: setting, movement, light, voice. Up to { $max } characters. I’ll make sure the product looks the way it does in the photo.
prompt-shown = <b>🧑‍💻 Your prompt</b>
prompt-shown-hint = Approve it or send a new text, which will replace this one.
format = <b>🎛 Format of the video</b>

    Model: { $model }
    Length: { $seconds } s
    Frame: { $aspect }
    Price of one video: { $cost }
count = <b>🔢 How many videos?</b>

    Each video in an order is different: another presenter, setting and mood.
shortage = ⚠️ This costs { $needed }, and you are { $missing } short. I’ll keep your draft: top up and come back.
confirm = <b>🎬 Ready to shoot</b>

    📦 Product: { $headline }
    🎭 Template: { $what }
    🎛 { $model }, { $seconds } s, { $aspect }
    🎞 { $amount }
    💳 Cost: { $cost }, { $left } left after that
    ⏱ Usually takes about { $wait }
confirm-wishes = 💭 Wishes:
confirm-no-wishes = 💭 No wishes, I’ll come up with everything myself

cabinet = <b>👤 Your account</b>
held-line = ⏳ Reserved for videos in progress: { credits }
history = <b>📜 History</b>, page { $page }
history-empty = <b>📜 History</b>

    Nothing here yet: entries appear with your first credits and videos.
history-line = { $date } · <b>{ $change }</b> · { $what } · balance { $balance }
history-line-still = { $date } · { $what } · balance { $balance }
history-welcome = welcome gift
history-grant = credits added
history-purchase = credits bought
history-hold = reserved
history-capture = ready
history-refund = returned, the video was not made
history-chargeback = payment refunded
products = <b>📦 My products</b>

    Choose a product to shoot another video about it.
products-empty = <b>📦 My products</b>

    Nothing here yet. Make your first video, and the product will stay here.
product = <b>📦 Product</b>
videos-screen = <b>🎞 My videos</b>

    Press a video, and I’ll send it again.
videos-empty = <b>🎞 My videos</b>

    Nothing here yet. Finished videos will be kept here.
languages = <b>🌐 Язык / Language</b>
help = <b>❓ How it works</b>

    1. Send a photo of the product and tell me about it.
    2. Choose a template and wishes, or write your own prompt.
    3. Choose the format and how many videos you want, and start.

    While a video is being made, one message shows its progress. If a video fails, the credit is returned automatically. Until shooting starts, you can cancel an order with the button under it.

    /new new video · /products products · /videos videos · /balance balance · /history history · /promo promo code · /language language · /cancel discard the draft · /support support
support = <b>🆘 Support</b>

    Tell us what happened, and we’ll help. If it is about an order, send a screenshot of its message.
paysupport = <b>🆘 Questions about payments</b>

    All your payments are in Receipts. If anything is wrong, write to us with the payment number from there and we’ll look into it. Telegram’s own support can’t help with purchases made here.
paysupport-refund = ↩️ You can get a refund in Stars for unspent credits right from the receipt.
terms = <b>📄 Terms</b>

    Open the agreement and the offer with the buttons below.
privacy = <b>🔒 Privacy</b>

    Your photos and videos are not public. See the policy below for details.
delete-me = <b>🗑 Erasing your data</b>

    I can’t erase your data automatically yet. Write to support from this account and we’ll erase your photos, videos and texts. The law requires us to keep records of payments and credits.

remark-press-a-button = Please tap one of the buttons here 👇
remark-photo-please = Now I need a photo of the product, sent as a picture or as a file.
remark-text-please = Now I need some text, in a single message.
remark-no-photo-now = I already have a photo for this video. To use another one, start a new video: /new
remark-first-of-album = I only use the first photo of an album: one is enough for a video.
remark-text-empty = There is no text in your message. Write at least a few words.
remark-text-too-long = <b>The text is too long.</b> It has { $len } characters, and the limit is { $max }. Please shorten it.
remark-unknown-command = I don’t know that command. Here is the list: /help
remark-nothing-to-drop = There is no draft right now. To cancel an order that has started, use the button under it.
remark-dropped = The draft is discarded, your credits are untouched.
remark-lost = Sorry, I lost the thread. Let’s start from the menu: your credits, products and videos are all there.
remark-language-chosen = I’ll speak English from now on.
remark-format-gone = This format is no longer available, so I picked another one. Please check it.
remark-order-refused = I couldn’t take this order; no credits were spent. Please start again.
remark-consent-known = You have already accepted the terms, thank you.
photo-too-heavy = <b>The file is too large.</b> I can take up to { $megabytes } MB. Send it as a photo, not as a file: Telegram will make it smaller.
photo-not-a-photo = <b>This isn’t a photo I can use.</b> I need a JPEG, PNG or WebP picture of the product.
photo-other-format = <b>I can’t open pictures in this format.</b> Send it as a photo, not as a file: Telegram will turn it into a JPEG.
photo-animated = <b>The picture moves.</b> I need a still one.
photo-damaged = <b>I can’t read this file.</b> Try sending it again, or send another one.
photo-too-small = <b>The photo is too small: { $width }×{ $height }.</b> Each side must be at least { $pixels } pixels.
photo-too-large = <b>The file has too many pixels.</b> Send it as a photo, not as a file: Telegram will make it smaller.
photo-too-narrow = <b>The photo is too long and narrow.</b> The longer side may be at most { $ratio } times the shorter one.
photo-not-fetched = <b>I couldn’t get the photo.</b> Please send it again.

toast-launched = 🚀 Started! This message will show the progress.
toast-already-launched = This order has already started. You won’t be charged twice.
toast-stale = This button no longer works.
toast-cancelling = Cancelling everything that isn’t being shot yet. Its credits will be returned.
toast-too-late-to-cancel = Everything is already being shot or ready, so it can’t be cancelled.
toast-video-comes = Sending the video.
toast-no-video = You have no such video, or it is not ready yet.
toast-no-product = You have no such product.
apology = Sorry, I could not handle this message. Try again or open /menu

button-accept = ✅ I accept the terms
button-continue = ✅ Continue
button-resume = ↩️ To my video
button-create = 🎬 Create a video
button-products = 📦 My products
button-videos = 🎞 My videos
button-cabinet = 👤 Account
button-no-wishes = No wishes
button-approve = ✅ Approve
button-edit = ✏️ Change
button-seconds = { $seconds } s
button-chosen = ✓ { $label }
button-done = ✅ Next
button-count = { $amount } · { $cost }
button-launch = 🚀 Start
button-drop = ✖️ Cancel
button-top-up = 💳 Top up
button-history = 📜 History
button-language = 🌐 Language
button-newer = ◀️ Newer
button-older = Older ▶️
button-write-us = 💬 Write to us
button-terms = 📄 Agreement
button-offer = 📄 Offer
button-privacy = 🔒 Policy

command-start = Start
command-menu = Menu
command-new = Create a video
command-balance = Balance and account
command-history = Credit history
command-videos = My videos
command-products = My products
command-language = Language
command-cancel = Discard the draft
command-help = How it works
command-support = Support
command-paysupport = Questions about payments
command-promo = Use a promo code
command-terms = Terms
command-privacy = Privacy
command-delete_me = Erase my data
