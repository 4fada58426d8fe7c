# Counted things; other texts take them in as { credits }, { videos }, { minutes }.

credits = { $credits ->
    [one] { $credits } кредит
    [few] { $credits } кредита
   *[many] { $credits } кредитов
}
videos = { $videos ->
    [one] { $videos } видео
    [few] { $videos } видео
   *[many] { $videos } видео
}
minutes = { $minutes ->
    [one] { $minutes } минута
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}
template = { $template ->
    [ugc] ✨ UGC-блогер
    [ad] 🎥 Рекламный ролик
   *[own] 🧑‍💻 Свой промпт
}
