# The news that a video failed: what happened, what to change, that the credit is back.

notice-failed = <b>😔 Video { $number } didn’t work out</b>
notice-refunded = 💳 The credit for this video is already back on your balance.

cause-content_refused = The video model refused the photo or the text because of its content rules. Put the idea more mildly: no violence, nudity, weapons or medical promises. If the photo is the reason, send another one.
cause-person_in_photo = There are people in the photo, and the video model does not take such pictures. Send a photo of the product alone, best on a plain background.
cause-copyright = The result came out too close to somebody’s protected work. Leave famous characters, logos of other brands and names of celebrities out of the text and the photo.
cause-photo_unusable = This photo did not suit the video model: it is too small, too long or cannot be read. Send a sharp picture of the whole product in good light.
cause-request_refused = The video model did not take this description. Make it shorter and simpler: what the product is and what should happen in the picture.
cause-provider_fault = The video studio had a fault, and several attempts did not help. Your photo and text are fine, there is nothing to change: just try again a little later.
cause-overloaded = The video studio is overloaded, and I could not get a free slot. There is nothing to change: try again in half an hour.
cause-out_of_service = Making videos does not work right now, and that is on my side. There is nothing to change: I have called for help, please try again later.
cause-too_late = The video took too long, and I did not want to keep you waiting. There is nothing to change: try again, it is usually much faster.
cause-ended_by_operator = We stopped this video by hand: you asked for it, or something was out of order. There is nothing to change, you can try again.
cause-unclear = Something went wrong, and I do not know yet what it was. We are looking into it. Try again or write to support.

alarm = 🚨 { $text }

button-new-photo = 📷 Use another photo
button-new-text = ✏️ Change the description
button-again = 🔄 Try again
button-support = 🆘 Support
