# The news that a video failed: what happened, what to change, that the credit is back.

notice-failed = <b>😔 Video { $number } didn’t work out</b>
notice-refunded = 💳 The credit for this video is already back on your balance.

cause-content_refused = The video model rejected the photo or the text because of its content rules. Try a milder wording: no violence, nudity, weapons or medical claims. If the photo is the problem, send another one.
cause-person_in_photo = There are people in the photo, and the video model doesn’t accept such pictures. Send a photo of the product alone, ideally on a plain background.
cause-copyright = The result was too close to somebody’s protected work. Keep famous characters, other brands’ logos and celebrities’ names out of the text and the photo.
cause-photo_unusable = The video model couldn’t use this photo: it is too small, too narrow or unreadable. Send a sharp picture of the whole product in good light.
cause-request_refused = The video model didn’t accept this description. Make it shorter and simpler: what the product is and what should happen in the shot.
cause-provider_fault = The video studio had a glitch, and several attempts didn’t help. Your photo and text are fine, and there is nothing to change: just try again a little later.
cause-overloaded = The video studio is overloaded, and I could not get a free slot. There is nothing to change: try again in half an hour.
cause-out_of_service = I can’t make videos right now, and that’s on my side. There is nothing to change: I have called for help, please try again later.
cause-too_late = The video took too long, and I did not want to keep you waiting. There is nothing to change: try again, it is usually much faster.
cause-ended_by_operator = We stopped this video manually, at your request or because of a problem. There is nothing to change, you can try again.
cause-unclear = Something went wrong, and I do not know yet what it was. We are looking into it. Try again or write to support.

alarm = 🚨 { $text }

button-new-photo = 📷 Use another photo
button-new-text = ✏️ Change the description
button-again = 🔄 Try again
button-support = 🆘 Support
