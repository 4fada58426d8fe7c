# Counted things; other texts take them in as { credits }, { videos }, { minutes }.

credits = { $credits ->
    [one] { $credits } кредит
    [few] { $credits } кредита
   *[many] { $credits } кредитов
}
# After «по»: по 1 кредиту, по 2 кредита.
credits-each = { $credits ->
    [one] { $credits } кредиту
    [few] { $credits } кредита
   *[many] { $credits } кредитов
}
# After «от» and «не хватает»: от 1 кредита, не хватает 2 кредитов.
credits-from = { $credits ->
    [one] { $credits } кредита
   *[other] { $credits } кредитов
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
# After «около»: около 1 минуты, около 2 минут.
minutes-about = { $minutes ->
    [one] { $minutes } минуты
   *[other] { $minutes } минут
}
template = { $template ->
    [ugc] ✨ UGC-блогер
    [ad] 🎥 Рекламный ролик
   *[own] 🧑‍💻 Свой промпт
}
