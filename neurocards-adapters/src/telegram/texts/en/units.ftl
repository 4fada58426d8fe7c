# Counted things; other texts take them in as { credits }, { videos }, { minutes }.

credits = { $credits ->
    [one] { $credits } credit
   *[other] { $credits } credits
}
credits-each = { $credits ->
    [one] { $credits } credit
   *[other] { $credits } credits
}
credits-from = { $credits ->
    [one] { $credits } credit
   *[other] { $credits } credits
}
videos = { $videos ->
    [one] { $videos } video
   *[other] { $videos } videos
}
minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
minutes-about = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
template = { $template ->
    [ugc] ✨ UGC blogger
    [ad] 🎥 Commercial
   *[own] 🧑‍💻 Your own prompt
}
