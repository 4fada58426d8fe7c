# The screens of the conversation.

consent = <b>👋 Hello! I make short videos about your products.</b>

    Send a photo and a few words about the product, and I’ll come up with the rest and shoot it.

    Before we begin, please read and accept the <a href="{ $terms }">user agreement</a>, the <a href="{ $offer }">offer</a> and the <a href="{ $privacy }">privacy policy</a>.
welcome = <b>🎉 Nice to meet you!</b>

    Here is how it works: you send a photo of the product and a description, and I write the script, find a hero and a place and shoot a vertical video with a voice. If something doesn’t work out, the credit comes back by itself.
welcome-gift = 🎁 You get { credits } from me for your first videos.
menu = <b>🏠 Menu</b>

    Photo of the product → description → a finished vertical video. One order can give several different videos at once.
balance-line = 💳 On your balance: { credits }
price-line = 🎞 One video: from { $cost }

photo = <b>📸 Send a photo of the product</b>

    A good photo: the whole product, sharp, in good light, on a plain background, without people and without text over it.

    JPEG, PNG or WebP up to { $megabytes } MB, each side at least { $pixels } pixels. You can add a caption right away: it becomes the description.
description = <b>✏️ Tell me about the product</b>

    What it is, what it is made of, what is good about it, who it is for. The more concrete, the better the video. Up to { $max } characters.
template-screen = <b>🎭 What kind of video?</b>

    📦 { $headline }

    <b>✨ UGC blogger</b>: a real person shows the product and talks about it.
    <b>🎥 Commercial</b>: the product alone, beautiful close-ups and a voice-over.
    <b>🧑‍💻 Your own prompt</b>: you write what happens in the picture.
wishes-ugc = <b>💭 Any wishes?</b>

    For example: “a woman of about 30 in a kitchen”, “a calm tone”, “mention next-day delivery”. Write them in one message, or I’ll come up with everything myself.
wishes-ad = <b>💭 Any wishes?</b>

    For example: “dark background and golden light”, “drops of water”, “mention the two-year warranty”. Write them in one message, or I’ll come up with everything myself.
prompt-wanted = <b>🧑‍💻 Write your own prompt</b>

    Describe what happens in the picture: place, movement, light, voice. Up to { $max } characters. I’ll take care that the product looks as in the photo.
prompt-shown = <b>🧑‍💻 Your prompt</b>
prompt-shown-hint = Approve it or send a new text, which will replace this one.
format = <b>🎛 Format of the video</b>

    Model: { $model }
    Length: { $seconds } s
    Frame: { $aspect }
    Price of one video: { $cost }
count = <b>🔢 How many videos?</b>

    The videos of one order differ: another hero, place and mood.
shortage = ⚠️ This takes { $needed }, { $missing } short. I’ll keep the draft: top up and come back.
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
held-line = ⏳ Set aside for videos in work: { credits }
history = <b>📜 History</b>, page { $page }
history-empty = <b>📜 History</b>

    Nothing here yet: entries come with credits and videos.
history-line = { $date } · <b>{ $change }</b> · { $what } · balance { $balance }
history-line-still = { $date } · { $what } · balance { $balance }
history-welcome = a welcome gift
history-grant = given
history-purchase = credits bought
history-hold = set aside
history-capture = ready
history-refund = back, no video was made
history-chargeback = a payment refunded
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
    3. Choose format and number, and start.

    While a video is being made, one message shows how far it is. If a video doesn’t work out, the credit comes back by itself. Until shooting begins, an order can be cancelled with the button under it.

    /new new video · /products products · /videos videos · /balance balance · /history history · /promo promo code · /language language · /cancel drop the draft · /support support
support = <b>🆘 Support</b>

    Tell us what happened, and we’ll help. If it is about an order, send a screenshot of its message.
paysupport = <b>🆘 Questions about payments</b>

    All payments are among the receipts. If anything is wrong, write to us with the payment number from there: we’ll look into it. Telegram’s own support does not help with purchases made here.
paysupport-refund = ↩️ Stars for unspent credits can be had back right in the receipt.
terms = <b>📄 Terms</b>

    The agreement and the offer open with the buttons below.
privacy = <b>🔒 Privacy</b>

    Your photos and videos are not open to the public. The policy behind the button below has the details.
delete-me = <b>🗑 Erasing your data</b>

    I cannot erase your data at the press of a button yet. Write to support from this account: we’ll erase your photos, videos and texts. Records of payments and credits must be kept by law.

remark-press-a-button = I’m waiting for a press of a button here 👇
remark-photo-please = I need a photo of the product now: as a picture or as a file.
remark-text-please = I’m waiting for a text in one message now.
remark-no-photo-now = I have a photo for this video already. To use another one, begin a new video: /new
remark-first-of-album = Of an album I take only the first photo, it is enough for one video.
remark-text-empty = There is no text in your message. Write at least a few words.
remark-text-too-long = Too long: { $len } characters, and { $max } fit. Please make it shorter.
remark-unknown-command = I don’t know this command. The list: /help
remark-nothing-to-drop = There is no draft right now. An order that was started is cancelled with the button under it.
remark-dropped = The draft is dropped, your credits are untouched.
remark-lost = Sorry, I lost the thread. Let’s begin with the menu: credits, products and videos are all there.
remark-language-chosen = I speak English now.
remark-format-gone = This format is no longer on offer, I have set another one. Please have a look.
remark-order-refused = I could not take this order, no credits were spent. Please begin anew.
remark-consent-known = The terms are accepted already, thank you.
photo-too-heavy = The file is too large: I can take up to { $megabytes } MB. Send it as a photo, not as a file: Telegram will make it smaller.
photo-not-a-photo = This is no photo in JPEG, PNG or WebP. Send a picture of the product.
photo-other-format = I can’t open pictures in this format. Send it as a photo, not as a file: Telegram will turn it into a JPEG.
photo-animated = The picture moves, and I need a still one.
photo-damaged = The file cannot be read. Try to send it again, or another one.
photo-too-small = The photo is too small: { $width }×{ $height }. Each side must have at least { $pixels } pixels.
photo-too-large = The file has too many pixels. Send it as a photo, not as a file: Telegram will make it smaller.
photo-too-narrow = The photo is too long: the longer side may be at most { $ratio } times the shorter one.
photo-not-fetched = I could not get the photo. Please send it again.

toast-launched = 🚀 Started! This message shows how far it is.
toast-already-launched = This order is started already, no credits are charged twice.
toast-stale = This button does not work any more.
toast-cancelling = Cancelling everything that is not being shot yet. The credits for it come back.
toast-too-late-to-cancel = Everything is being shot or ready, it cannot be cancelled.
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

command-start = Begin
command-menu = Menu
command-new = Create a video
command-balance = Balance and account
command-history = History of credits
command-videos = My videos
command-products = My products
command-language = Language
command-cancel = Drop the draft
command-help = How it works
command-support = Support
command-paysupport = Questions about payments
command-promo = Use a promo code
command-terms = Terms
command-privacy = Privacy
command-delete_me = Erase my data
