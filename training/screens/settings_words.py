"""Words of settings, parameters and modes, as consoles print them beside values. Source: general knowledge of the field."""

BRANDS_START = (
    "clear pure smart fine true sharp auto fusion vivid crystal opti opto dyna clari rapid ultra micro macro tissue flow "
    "edge speckle cross multi live real intelli adapt beam harmo pulse penet precision quick easy super hyper pan omni"
).split()
BRANDS_END = (
    "view scan flow clear sharp beam image vision tissue touch focus speed res tune wave map pulse lens shot care dose cut "
    "blend stitch trace track follow assist align guide boost"
).split()

GAINS = "gain gn dgain 2dgain cgain pwrgain tgc lgc ag amp power pwr txp txpower ao acoustic level output".split()
ULTRASOUND = (
    "gain depth focus freq frq dr map pers persist persistence reject edge smooth smoothing power pwr mi ti tis tib tic fr fps "
    "hz thi har harm comp compound zoom pan tgc prf wf wall filter sv sampvol angle scale base baseline inv invert vel var "
    "cfm cfi cpa pdi cf pw cw cwd pwd tdi 2d b bb m mm dyn dynrange res pen gen speed line density enhance enhancement "
    "clarity contrast brightness steer width avg frameavg cine loop grey gray chroma tint flow priority sensitivity "
    "threshold opacity volume quality resolution rejection postproc sri xr xb crossbeam harmonics range dynr lat axial "
    "sector size linedens lineden tilt biplane elasto swe strain cri fd bw pi txf rate sweep sweepspeed gate thr lgain "
    "sensit smth ensemble packet pkt dsc noise colormap elevation mix th qual maxcontrast render surface trans"
).split()
CT = (
    "kv kvp ma mas mas/slice maseff effmas exp exptime rot rottime pitch sl slice thk thickness st sw inc fov dfov sfov rfov "
    "c w ww wl wc l tilt gantry table tablepos kernel filter algo algorithm recon bone std detail asir idose safire alg "
    "ctdi ctdivol dlp dosemod se im acq loc pos z zoom mag mat matrix scan delay contrast phase ttp dose ref cranial"
).split()
MR = (
    "te tr ti fa flip nex nsa nav avg etl ef bw rbw fov dfov mat matrix thk sl gap sp loc pos coil sar swi tse fse ge se "
    "gre epi tof pc venc b b0 b1 phase freq dir pe fat sat fs sense ipat grappa caipi acs acc sl st concat dist oversamp "
    "ts sa scan scantime ta voxel resolution rec echo echoes tfe turbo dyn cardiac trig rr nav hrt rg seq nm np"
).split()
XRAY = (
    "kv kvp ma mas ms msec sec exp ei s sensitivity exi rex lgm di targetexi ddi dap dosearea sid sdd sod fdd grid focus focal "
    "lf sf fine large aec density filter cu al ap pa lat table wall bucky cal dose eq gamma lut w c win wl ww inv rot"
).split()
MAMMO = (
    "kv kvp mas ma force comp thickness angle agd mgd dose target filter moly rh ag w mag organdose esd entr ese tube lat "
    "daN newton lbs exp aec sid tgt fltr cmp thk comb slabs slice"
).split()
MEASURES = (
    "ps ed md pi ri sd s/d vmax vmin psv edv tamax tapsv hr dist area circ vol len ga bpd hc ac fl efw edd ef fs ivsd "
    "ivss lvidd lvids lvpwd lvpws ao la mv e a e/a dt pht tv av lvot vti diam ratio angle mean max min std roi cobb lvef "
    "edvol esvol sv co ci rvsp pasp tapse mapse e' a' s' e/e' ivrt ivct tei pg mpg maxpg meanpg ava mva decel accel at "
    "imt crl nt nb ofd tcd cm vp hl ul rl afi lvmass lvmi rvd rvot avg la/ao ivc hu sd px"
).split()
UNITS = (
    "mm cm m/s cm/s mmHg Hz kHz MHz dB % ml mL cc s ms msec sec mA mAs kV kVp bpm BPM fps mW ° deg cm² cm2 mm² cm³ cm3 min "
    "µm um g g/cm² mGy mGycm µGy µGym² cGy Gy mSv cm/s² mm/s mm/mV HU T ml/min l/min L/min l/min/m² px kPa kg lbs N daN w d"
).split()
SWITCHES = "On Off Low Med Mid High Auto Norm Max Min A B C 1 2 3 N/A Std Soft Medium None Gen Pen Res Def Full".split()
