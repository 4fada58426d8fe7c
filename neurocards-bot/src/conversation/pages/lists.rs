//! Pages of products and videos.

use neurocards_core::page::Page;
use neurocards_core::work::job::Job;
use neurocards_core::work::product::Product;

use crate::conversation::context::Context;
use crate::conversation::screen::{Listed, Screen};

/// Buttons of one page of a list.
pub(crate) const LIST_ROWS: u16 = 6;
/// Characters of a headline on a button.
const ROW_MAX: usize = 36;

/// The rows of page `page` of a list, and one more.
pub(crate) fn list_page(page: u16) -> Page {
    page_of(page, LIST_ROWS)
}

/// The rows of page `page`, `rows` each, and one more to see whether another page follows.
pub(crate) fn page_of(page: u16, rows: u16) -> Page {
    Page {
        offset: u32::from(page) * u32::from(rows),
        limit: rows + 1,
    }
}

pub(crate) fn products(page: u16, context: &Context<'_>) -> Screen {
    let products = &context.found.products;
    let row = |product: &Product| Listed {
        id: product.id,
        headline: product.description.headline(ROW_MAX),
    };
    Screen::Products {
        page,
        rows: products
            .iter()
            .take(usize::from(LIST_ROWS))
            .map(row)
            .collect(),
        more: products.len() > usize::from(LIST_ROWS),
    }
}

pub(crate) fn videos(page: u16, context: &Context<'_>) -> Screen {
    let videos = &context.found.videos;
    let row = |job: &Job| Listed {
        id: job.id,
        headline: format!(
            "{} · {}",
            job.created_at.format("%d.%m"),
            job.description.headline(ROW_MAX)
        ),
    };
    Screen::Videos {
        page,
        rows: videos
            .iter()
            .take(usize::from(LIST_ROWS))
            .map(row)
            .collect(),
        more: videos.len() > usize::from(LIST_ROWS),
    }
}
