//! How much work a page asks for, counted before any of it is done.
//!
//! ```text
//!  content streams ─▶ sheets    what each says itself, and what it has drawn by others: read once, however often used
//!  sheets ─▶ cost               multiplied out as the interpreter would: a form of forms of forms costs its product
//! ```
//!
//! The interpreter cannot be stopped once it has begun, and a few bytes can ask it for a trillion marks. So steps are
//! counted here, never seconds: the same file is always too much, or never.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use hayro_interpret::CacheKey;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Name, Object, Stream, String as Text, dict_or_stream,
};
use hayro_interpret::hayro_syntax::page::{Page, Resources};

/// The interpreter follows nothing deeper.
const DEEP: u8 = 50;
/// Steps that a byte of shown text costs: a glyph is found, placed and remembered.
const LETTER: u64 = 4;
/// Steps that it costs to begin something of its own, and bytes of it that are unpacked in a step.
const BEGIN: u64 = 30;
const UNPACKED: u64 = 32;
/// Steps that a shading costs, however small.
const SHADING: u64 = 500;
/// Glyph programs of one font.
const PROGRAMS: usize = 4_096;

/// What a stream asks for.
#[derive(Default)]
struct Sheet {
    /// Steps of its own.
    own: u64,
    /// What else is drawn by it, and how often.
    inner: BTreeMap<u128, u64>,
    /// True where only the dearest of those counts: glyphs of a font, of which it is not known which is shown.
    one_of: bool,
}

/// Streams that were met and are still to be read.
struct Met<'a> {
    key: u128,
    stream: Stream<'a>,
    resources: Resources<'a>,
}

/// Counts the work of the pages of one document.
pub(super) struct Effort<'a> {
    sheets: BTreeMap<u128, Rc<Sheet>>,
    costs: BTreeMap<(u128, u8), u64>,
    met: Vec<Met<'a>>,
}

impl<'a> Effort<'a> {
    pub(super) fn new() -> Self {
        Self {
            sheets: BTreeMap::new(),
            costs: BTreeMap::new(),
            met: Vec::new(),
        }
    }

    /// Steps that a page takes; beyond `most` it is not counted further.
    pub(super) fn of(&mut self, page: &Page<'a>, most: u64) -> u64 {
        let resources = page.resources();
        let mut whole = Sheet::default();
        if let Some(content) = page.page_stream() {
            self.read(content, resources, most, &mut whole);
        }
        let annotations = page.raw().get::<Array<'a>>(b"Annots");
        for annotation in annotations.iter().flat_map(Array::iter::<Dict<'a>>) {
            let Some(shown) = annotation.get::<Dict<'a>>(b"AP") else {
                continue;
            };
            let one = shown.get::<Stream<'a>>(b"N");
            let states = shown.get::<Dict<'a>>(b"N").unwrap_or_default();
            let states = states
                .entries()
                .filter_map(|(key, _)| states.get::<Stream<'a>>(key));
            for stream in one.into_iter().chain(states) {
                self.meet(&stream, resources, 1, &mut whole);
            }
        }
        let mut read = whole.own;
        while let Some(met) = self.met.pop() {
            // What is too much already need not be known better.
            if read > most {
                self.met.clear();
                return read;
            }
            let mut sheet = Sheet::default();
            if let Ok(content) = met.stream.decoded_data() {
                self.read(&content, &met.resources, most, &mut sheet);
            }
            read = read.saturating_add(sheet.own);
            self.sheets.insert(met.key, Rc::new(sheet));
        }
        self.cost_of(&whole, DEEP)
    }

    fn cost_of(&mut self, sheet: &Sheet, deep: u8) -> u64 {
        let Some(deep) = deep.checked_sub(1) else {
            return sheet.own;
        };
        let each = sheet.inner.iter().map(|(key, times)| {
            let cost = self.cost(*key, deep);
            cost.saturating_add(BEGIN).saturating_mul(*times)
        });
        let inner = if sheet.one_of {
            each.max().unwrap_or(0)
        } else {
            each.fold(0, u64::saturating_add)
        };
        sheet.own.saturating_add(inner)
    }

    fn cost(&mut self, key: u128, deep: u8) -> u64 {
        if let Some(known) = self.costs.get(&(key, deep)) {
            return *known;
        }
        // A form that draws itself is followed as deep as the interpreter would.
        let sheet = self.sheets.get(&key).map(Rc::clone).unwrap_or_default();
        let cost = self.cost_of(&sheet, deep);
        self.costs.insert((key, deep), cost);
        cost
    }

    /// Counts that a stream is drawn so often.
    fn meet(&mut self, stream: &Stream<'a>, around: &Resources<'a>, times: u64, by: &mut Sheet) {
        let own = stream
            .dict()
            .get::<Dict<'a>>(b"Resources")
            .map(Resources::new);
        // What brings nothing of its own means something else in other company.
        let key = match &own {
            Some(_) => stream.cache_key(),
            None => (stream.cache_key(), around.cache_key()).cache_key(),
        };
        let before = by.inner.entry(key).or_default();
        *before = before.saturating_add(times);
        if let Entry::Vacant(place) = self.sheets.entry(key) {
            place.insert(Rc::default());
            self.met.push(Met {
                key,
                stream: stream.clone(),
                resources: own.unwrap_or_else(|| around.clone()),
            });
        }
    }

    fn read(&mut self, content: &[u8], resources: &Resources<'a>, most: u64, sheet: &mut Sheet) {
        let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
        sheet.own = BEGIN.saturating_add(length / UNPACKED);
        let mut steps = Steps {
            drawn: BTreeMap::new(),
            font: None,
            letters: BTreeMap::new(),
        };
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            let step = steps.of(&operation);
            sheet.own = sheet.own.saturating_add(step);
            if sheet.own > most {
                return;
            }
        }
        for ((sort, name), times) in steps.drawn {
            self.drawn(sort, &Name::new_unescaped(&name), times, resources, sheet);
        }
        for (name, letters) in steps.letters {
            self.letters(&Name::new_unescaped(&name), letters, resources, sheet);
        }
    }

    fn drawn(
        &mut self,
        sort: Sort,
        name: &Name<'_>,
        times: u64,
        resources: &Resources<'a>,
        sheet: &mut Sheet,
    ) {
        match sort {
            Sort::Thing => {
                if let Some(stream) = resources.get_x_object(name)
                    && is(stream.dict(), b"Form")
                {
                    self.meet(&stream, resources, times, sheet);
                }
            }
            Sort::State => {
                let state = resources.get_ext_g_state(name);
                let veil = state.and_then(|state| state.get::<Dict<'a>>(b"SMask"));
                if let Some(form) = veil.and_then(|veil| veil.get::<Stream<'a>>(b"G")) {
                    self.meet(&form, resources, times, sheet);
                }
            }
            Sort::Paint => match resources.get_pattern(name) {
                Some(Object::Stream(tile)) => {
                    let times = times.saturating_mul(together(tile.dict()));
                    self.meet(&tile, resources, times, sheet);
                }
                Some(Object::Dict(dict)) => {
                    let shading = dict.get::<Object<'a>>(b"Shading");
                    shade(shading.as_ref(), times, sheet);
                }
                _ => {}
            },
            Sort::Shading => shade(resources.get_shading(name).as_ref(), times, sheet),
        }
    }

    /// Glyphs that are little drawings.
    fn letters(&mut self, name: &Name<'_>, letters: u64, around: &Resources<'a>, by: &mut Sheet) {
        let Some(font) = around.get_font(name).filter(|font| is(font, b"Type3")) else {
            return;
        };
        let own = font.get::<Dict<'a>>(b"Resources").map(Resources::new);
        let resources = own.as_ref().unwrap_or(around);
        let key = (font.cache_key(), around.cache_key()).cache_key();
        let before = by.inner.entry(key).or_default();
        *before = before.saturating_add(letters);
        if self.sheets.contains_key(&key) {
            return;
        }
        let mut all = Sheet {
            one_of: true,
            ..Sheet::default()
        };
        let programs = font.get::<Dict<'a>>(b"CharProcs").unwrap_or_default();
        for (glyph, _) in programs.entries().take(PROGRAMS) {
            if let Some(program) = programs.get::<Stream<'a>>(glyph) {
                self.meet(&program, resources, 1, &mut all);
            }
        }
        // Each is shown once by what shows it; the same program twice in the table is one.
        all.inner.values_mut().for_each(|times| *times = 1);
        self.sheets.insert(key, Rc::new(all));
    }
}

/// What an operator may have drawn by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Thing,
    State,
    Paint,
    Shading,
}

/// The steps of one stream.
struct Steps {
    drawn: BTreeMap<(Sort, Vec<u8>), u64>,
    font: Option<Vec<u8>>,
    /// Bytes shown, by the name of their font.
    letters: BTreeMap<Vec<u8>, u64>,
}

impl Steps {
    fn of(&mut self, operation: &TypedInstruction<'_, '_>) -> u64 {
        let shown = match operation {
            TypedInstruction::XObject(thing) => return self.named(Sort::Thing, thing.0),
            TypedInstruction::SetGraphicsState(state) => return self.named(Sort::State, state.0),
            TypedInstruction::Shading(shading) => return self.named(Sort::Shading, shading.0),
            TypedInstruction::NonStrokeColorNamed(colour) => {
                return colour.1.map_or(1, |name| self.named(Sort::Paint, name));
            }
            TypedInstruction::StrokeColorNamed(colour) => {
                return colour.1.map_or(1, |name| self.named(Sort::Paint, name));
            }
            TypedInstruction::TextFont(font) => {
                let name: &[u8] = font.0.as_ref();
                self.font = Some(name.to_vec());
                return 1;
            }
            TypedInstruction::ShowText(text) => length(text.0),
            TypedInstruction::NextLineAndShowText(text) => length(text.0),
            TypedInstruction::ShowTextWithParameters(text) => length(text.2),
            TypedInstruction::ShowTexts(texts) => {
                texts.0.iter::<Object<'_>>().fold(0_u64, |sum, text| {
                    sum.saturating_add(match text {
                        Object::String(text) => length(&text),
                        _ => 1,
                    })
                })
            }
            _ => return 1,
        };
        if let Some(font) = &self.font {
            match self.letters.get_mut(font) {
                Some(letters) => *letters = letters.saturating_add(shown),
                None => {
                    self.letters.insert(font.clone(), shown);
                }
            }
        }
        shown.saturating_mul(LETTER).saturating_add(1)
    }

    fn named(&mut self, sort: Sort, name: &Name<'_>) -> u64 {
        let name: &[u8] = name.as_ref();
        let times = self.drawn.entry((sort, name.to_vec())).or_default();
        *times = times.saturating_add(1);
        1
    }
}

fn length(text: &Text<'_>) -> u64 {
    u64::try_from(text.as_bytes().len()).unwrap_or(u64::MAX)
}

fn is(dict: &Dict<'_>, subtype: &[u8]) -> bool {
    let found = dict.get::<Name<'_>>(b"Subtype");
    found.is_some_and(|found| found.as_ref() == subtype)
}

/// How many cells of a tile lie over each other: each is drawn.
fn together(tile: &Dict<'_>) -> u64 {
    let cell = tile.get::<[f32; 4]>(b"BBox").unwrap_or_default();
    let [left, low, right, high] = cell;
    let over = |size: f32, step: Option<f32>| {
        let step = step.unwrap_or(1.0).abs();
        (1_u8..4).fold(1_u64, |all, n| {
            all.saturating_add(u64::from(size.abs() > f32::from(n) * step))
        })
    };
    let across = over(right - left, tile.get::<f32>(b"XStep"));
    across.saturating_mul(over(high - low, tile.get::<f32>(b"YStep")))
}

/// A shading is read anew each time it is named.
fn shade(shading: Option<&Object<'_>>, times: u64, sheet: &mut Sheet) {
    let mesh = shading.and_then(dict_or_stream);
    let bytes = mesh
        .and_then(|(_, stream)| stream)
        .map_or(0, |stream| stream.raw_data().len());
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    let cost = SHADING.saturating_add(bytes).saturating_mul(times);
    sheet.own = sheet.own.saturating_add(cost);
}
